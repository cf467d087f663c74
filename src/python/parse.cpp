#include <memory>

#include "python/bulk_data.h"
#include "python/encoding.h"
#include "python/lowering.h"
#include "python/module.h"
#include "python/nodes.h"
#include "python/syntax.h"

namespace miggraph::python {
namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};

std::string_view line_at(std::string_view text, std::uint32_t offset) {
  const std::size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// git's conflict markers, wherever they stand in a file that does not parse.
std::optional<Span> conflict_marker(std::string_view text) {
  for (const std::string_view marker : {std::string_view("<<<<<<< "), std::string_view(">>>>>>> ")}) {
    for (std::size_t at = text.find(marker); at != std::string_view::npos; at = text.find(marker, at + 1)) {
      if (at == 0 || text[at - 1] == '\n') {
        return Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + line_at(text, static_cast<std::uint32_t>(at)).size())};
      }
    }
  }
  return std::nullopt;
}

/// The first place, in the order of the text, where the grammar had to give up or to invent something.
Span first_error(TSNode root) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  Span where{ts_node_start_byte(root), ts_node_start_byte(root) + 1};
  for (bool searching = true; searching;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    if (ts_node_is_error(node) || ts_node_is_missing(node)) {
      where = {ts_node_start_byte(node), ts_node_end_byte(node)};
      break;
    }
    if (ts_node_has_error(node) && ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        searching = false;
        break;
      }
    }
  }
  ts_tree_cursor_delete(&cursor);
  return where;
}

LoadProblem syntax_error(TSNode root, std::string_view text) {
  if (const auto marker = conflict_marker(text)) {
    return {*marker, "unresolved merge conflict markers", "settle the conflict and remove the lines with <<<<<<<, ======= and >>>>>>>"};
  }
  Span where = first_error(root);
  // An error node can hold everything up to the end of the file; its first line is what a person needs to see.
  const std::size_t newline = text.find('\n', where.begin);
  if (newline != std::string_view::npos && newline < where.end) where.end = static_cast<std::uint32_t>(newline);
  return {where, "invalid syntax", "mend the line, or see what `python -m py_compile` says of the file"};
}

/// False where too much is left.
bool leave_out_bulk_data(Syntax& syntax) {
  if (syntax.text().size() < bulk_threshold) return true;
  BulkData bulk = without_bulk_data(syntax.text());
  syntax.trimmed = std::move(bulk.text);
  syntax.left_out = std::move(bulk.left_out);
  syntax.problem = std::move(bulk.problem);
  return !syntax.problem;
}

}  // namespace

std::shared_ptr<const Syntax> parse(std::string_view source) {
  auto syntax = std::make_shared<Syntax>();
  syntax->source = source;
  Decoded decoded = decode(source);
  syntax->transcoded = std::move(decoded.text);
  if (decoded.problem) {
    syntax->problem = std::move(decoded.problem);
    return syntax;
  }
  const TSLanguage* language = grammar().language;
  if (!leave_out_bulk_data(*syntax)) return syntax;
  const std::string_view text = syntax->parsed();
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  ts_parser_set_language(parser.get(), language);
  const std::unique_ptr<TSTree, TreeDeleter> tree(
      ts_parser_parse_string_encoding(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size()), TSInputEncodingUTF8));
  const TSNode root = ts_tree_root_node(tree.get());
  if (ts_node_has_error(root)) {
    syntax->problem = syntax_error(root, text);
    return syntax;
  }
  Lowering(*syntax, text).module(root);
  return syntax;
}

namespace {

void collect_imports(Block block, std::vector<std::string>& out, unsigned depth) {
  if (depth > 200) return;
  for (const Statement* statement : block) {
    switch (statement->kind) {
      case StatementKind::import:
        for (const ImportedName& name : statement->as<ImportStatement>().names) out.emplace_back(name.name);
        break;
      case StatementKind::import_from: {
        const auto& from = statement->as<ImportStatement>();
        out.emplace_back(from.module);
        const std::string prefix = std::string(from.module) + (from.module.ends_with('.') ? "" : ".");
        for (const ImportedName& name : from.names) {
          if (name.name != "*") out.push_back(prefix + std::string(name.name));
        }
        break;
      }
      case StatementKind::function: collect_imports(statement->as<FunctionStatement>().function.body, out, depth + 1); break;
      case StatementKind::class_: collect_imports(statement->as<ClassStatement>().body, out, depth + 1); break;
      case StatementKind::if_:
      case StatementKind::while_: {
        const auto& branch = statement->as<ConditionStatement>();
        collect_imports(branch.body, out, depth + 1);
        collect_imports(branch.otherwise, out, depth + 1);
        break;
      }
      case StatementKind::for_: collect_imports(statement->as<ForStatement>().body, out, depth + 1); break;
      case StatementKind::with: collect_imports(statement->as<WithStatement>().body, out, depth + 1); break;
      case StatementKind::try_: {
        const auto& attempt = statement->as<TryStatement>();
        collect_imports(attempt.body, out, depth + 1);
        for (const auto& handler : attempt.handlers) collect_imports(handler.body, out, depth + 1);
        collect_imports(attempt.otherwise, out, depth + 1);
        collect_imports(attempt.finally, out, depth + 1);
        break;
      }
      default: break;
    }
  }
}

}  // namespace

std::vector<std::string> imports(const Syntax& syntax) {
  std::vector<std::string> out;
  collect_imports(syntax.body, out, 0);
  return out;
}

}  // namespace miggraph::python
