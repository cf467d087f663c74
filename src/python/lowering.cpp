#include "python/lowering.h"

#include "python/tabs.h"

namespace miggraph::python {

void Lowering::fail(Span where, std::string message, std::string cure) {
  if (!syntax_.problem) syntax_.problem = LoadProblem{where, std::move(message), std::move(cure)};
}

std::string_view Lowering::text(TSNode node) const {
  const Span s = span(node);
  return text_.substr(s.begin, s.end - s.begin);
}

Lowering::Children Lowering::named_children(TSNode node) const {
  Children out;
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  if (ts_tree_cursor_goto_first_child(&cursor)) {
    do {
      const TSNode child = ts_tree_cursor_current_node(&cursor);
      if (!ts_node_is_named(child)) continue;
      const Node kind = type(child);
      if (kind != Node::comment && kind != Node::line_continuation) out.push_back(child);
    } while (ts_tree_cursor_goto_next_sibling(&cursor));
  }
  ts_tree_cursor_delete(&cursor);
  return out;
}

Lowering::Children Lowering::children_of_field(TSNode node, TSFieldId id) const {
  Children out;
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  if (ts_tree_cursor_goto_first_child(&cursor)) {
    do {
      if (ts_tree_cursor_current_field_id(&cursor) == id) out.push_back(ts_tree_cursor_current_node(&cursor));
    } while (ts_tree_cursor_goto_next_sibling(&cursor));
  }
  ts_tree_cursor_delete(&cursor);
  return out;
}

std::optional<TSNode> Lowering::first_named(TSNode node) const {
  const Children children = named_children(node);
  if (children.empty()) return std::nullopt;
  return children.front();
}

void Lowering::module(TSNode root) {
  check_invisible(root);
  check_future_imports(root);
  if (has_indentation_by_tab(text_)) {
    if (auto inconsistent = inconsistent_tab(text_)) {
      fail(*inconsistent, "inconsistent use of tabs and spaces in indentation", "indent the file with spaces");
    }
  }
  syntax_.body = block(root);
}

}  // namespace miggraph::python
