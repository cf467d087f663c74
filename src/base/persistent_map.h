#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace miggraph {

/// An ordered map of which copies are free: a copy shares every entry with its original, and a change to one of them makes new
/// only the O(log n) nodes on the way to what changed. For values of which there is one a step, each a little different from the
/// one before (the state after each migration).
///
/// An AVL tree as OCaml's Map keeps it (heights of siblings differ by two at most), so no order of insertion can make it deep.
template <class Key, class Value>
class PersistentMap {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// Null where there is none. Valid while this map, or a copy of it, holds the entry.
  template <class Wanted>
  const Value* find(const Wanted& key) const {
    const Node* node = root_.get();
    while (node != nullptr) {
      if (key < node->key) {
        node = node->left.get();
      } else if (node->key < key) {
        node = node->right.get();
      } else {
        return &node->value;
      }
    }
    return nullptr;
  }

  void insert_or_assign(const Key& key, Value value) {
    if (Value* old = edit(key)) {
      *old = std::move(value);
      return;
    }
    root_ = inserted(root_, key, std::move(value));
    ++size_;
  }

  /// Whether there was one.
  bool erase(const Key& key) {
    if (find(key) == nullptr) return false;
    root_ = erased(root_, key);
    --size_;
    return true;
  }

  /// A value to be changed in place: no copy of this map sees the change. Null where there is none. Valid until the next change to
  /// this map.
  template <class Wanted>
  Value* edit(const Wanted& key) {
    if (find(key) == nullptr) return nullptr;
    std::shared_ptr<Node>* place = &root_;
    for (;;) {
      if (place->use_count() > 1) *place = std::make_shared<Node>(**place);
      Node& node = **place;
      if (key < node.key) {
        place = &node.left;
      } else if (node.key < key) {
        place = &node.right;
      } else {
        return &node.value;
      }
    }
  }

  /// In order of the keys: `visit(key, value)`.
  template <class Visit>
  void for_each(Visit visit) const {
    walk(root_.get(), visit);
  }

  /// The entries from the first one that is not before `from` on, for as long as `visit(key, value)` says true.
  template <class Visit>
  void for_each_from(const Key& from, Visit visit) const {
    walk_from(root_.get(), from, visit);
  }

 private:
  struct Node {
    Key key;
    Value value;
    std::shared_ptr<Node> left, right;
    int height = 1;
  };
  using Tree = std::shared_ptr<Node>;

  static int height(const Tree& tree) { return tree ? tree->height : 0; }

  static Tree made(const Tree& left, const Node& middle, const Tree& right) {
    return std::make_shared<Node>(Node{middle.key, middle.value, left, right, 1 + std::max(height(left), height(right))});
  }

  static Tree balanced(const Tree& left, const Node& middle, const Tree& right) {
    constexpr int most = 2;
    if (height(left) > height(right) + most) {
      if (height(left->left) >= height(left->right)) return made(left->left, *left, made(left->right, middle, right));
      const Tree& inner = left->right;
      return made(made(left->left, *left, inner->left), *inner, made(inner->right, middle, right));
    }
    if (height(right) > height(left) + most) {
      if (height(right->right) >= height(right->left)) return made(made(left, middle, right->left), *right, right->right);
      const Tree& inner = right->left;
      return made(made(left, middle, inner->left), *inner, made(inner->right, *right, right->right));
    }
    return made(left, middle, right);
  }

  static Tree inserted(const Tree& tree, const Key& key, Value value) {
    if (!tree) return std::make_shared<Node>(Node{key, std::move(value), nullptr, nullptr, 1});
    if (key < tree->key) return balanced(inserted(tree->left, key, std::move(value)), *tree, tree->right);
    return balanced(tree->left, *tree, inserted(tree->right, key, std::move(value)));
  }

  static const Node& first(const Node& tree) { return tree.left ? first(*tree.left) : tree; }

  static Tree without_first(const Tree& tree) {
    return tree->left ? balanced(without_first(tree->left), *tree, tree->right) : tree->right;
  }

  static Tree erased(const Tree& tree, const Key& key) {
    if (key < tree->key) return balanced(erased(tree->left, key), *tree, tree->right);
    if (tree->key < key) return balanced(tree->left, *tree, erased(tree->right, key));
    if (!tree->left) return tree->right;
    if (!tree->right) return tree->left;
    return balanced(tree->left, first(*tree->right), without_first(tree->right));
  }

  template <class Visit>
  static void walk(const Node* node, Visit& visit) {
    if (node == nullptr) return;
    walk(node->left.get(), visit);
    visit(node->key, node->value);
    walk(node->right.get(), visit);
  }

  template <class Visit>
  static bool walk_from(const Node* node, const Key& from, Visit& visit) {
    if (node == nullptr) return true;
    if (!(node->key < from)) {
      if (!walk_from(node->left.get(), from, visit) || !visit(node->key, node->value)) return false;
    }
    return walk_from(node->right.get(), from, visit);
  }

  Tree root_;
  std::size_t size_ = 0;
};

}  // namespace miggraph
