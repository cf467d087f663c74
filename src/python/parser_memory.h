#pragma once

/// Internal to the room: the memory that tree-sitter works in.
namespace miggraph::python {

/// From now on tree-sitter takes its memory from a pool of the thread that parses. It asks for millions of small pieces that
/// live as long as one parse, and the general allocator took a quarter of the time of a parse. Once all pieces of a thread are
/// given back, it begins anew at the start of its first chunk, which is in the cache still.
///
/// So a tree must be deleted by the thread that made it. To be called before anything else of tree-sitter's. Under the address
/// and thread sanitizers nothing is changed, so that they see each piece.
void use_parser_memory();

}  // namespace miggraph::python
