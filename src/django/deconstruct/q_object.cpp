// django/db/models/query_utils.py: Q, and django/utils/tree.py: Node.
#include <algorithm>

#include "django/deconstruct/deconstruction.h"
#include "django/public_paths.h"

namespace miggraph::django::deconstruction {
namespace {

using python::Value;

struct Node {
  std::string connector = "AND";
  bool negated = false;
  Canonical::Array children;  

  Canonical canonical() const {
    Keywords keywords;
    if (connector != "AND") keywords.emplace("_connector", text(connector));
    if (negated) keywords.emplace("_negated", Canonical{true});
    return call("django.db.models.Q", children, std::move(keywords));
  }

  /// Node.add()
  void add(const Node& other) {
    if (!other.negated && (other.connector == connector || other.children.size() == 1)) {
      children.insert(children.end(), other.children.begin(), other.children.end());
    } else {
      children.push_back(other.canonical());
    }
  }
};

class Reader {
 public:
  explicit Reader(const std::function<Canonical(const Value&)>& canonical) : canonical_(canonical) {}

  std::optional<Node> read(const Value& value) {
    const python::Call* call = value.call();
    constexpr int most = 10'000;  // q | q, and that with itself, and so on
    if (call == nullptr || depth_ >= max_depth || ++read_ > most) return std::nullopt;
    ++depth_;
    auto node = read_call(*call);
    --depth_;
    return node;
  }

 private:
  std::optional<Node> read_call(const python::Call& call) {
    const std::string_view path = call.path();
    if (path == "operator.and_" || path == "operator.or_" || path == "operator.xor") return combined(call);
    if (path == "operator.invert" && call.args.size() == 1) {
      auto node = read(call.args[0]);
      if (node) node->negated = !node->negated;
      return node;
    }
    if (public_path(path) != "django.db.models.Q") return std::nullopt;
    return plain(call);
  }

  /// Q._combine()
  std::optional<Node> combined(const python::Call& call) {
    if (call.args.size() != 2) return std::nullopt;
    const auto left = read(call.args[0]);
    const auto right = left ? read(call.args[1]) : std::nullopt;
    if (!right) return std::nullopt;
    if (left->children.empty()) return right;
    if (right->children.empty()) return left;
    Node node;
    node.connector = call.path() == "operator.and_" ? "AND" : call.path() == "operator.or_" ? "OR" : "XOR";
    node.add(*left);
    node.add(*right);
    return node;
  }

  std::optional<Node> plain(const python::Call& call) {
    Node node;
    for (const Value& child : call.args) node.children.push_back(canonical_(child));
    std::vector<const python::Keyword*> lookups;
    for (const python::Keyword& keyword : call.keywords) {
      if (keyword.name == "_connector") {
        if (keyword.value.text() != nullptr) node.connector = *keyword.value.text();
      } else if (keyword.name == "_negated") {
        const bool* negated = keyword.value.as<bool>();
        node.negated = negated != nullptr && *negated;
      } else {
        lookups.push_back(&keyword);
      }
    }
    std::sort(lookups.begin(), lookups.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    for (const python::Keyword* lookup : lookups) {
      node.children.push_back(object("tuple", {Canonical::Array{text(lookup->name), canonical_(lookup->value)}}));
    }
    return node;
  }

  const std::function<Canonical(const Value&)>& canonical_;
  int depth_ = 0;
  int read_ = 0;
};

}  // namespace

std::optional<Canonical> q_object(const Value& value, const std::function<Canonical(const Value&)>& canonical) {
  const auto node = Reader(canonical).read(value);
  return node ? std::optional(node->canonical()) : std::nullopt;
}

}  // namespace miggraph::django::deconstruction
