/// `miggraph rule [CODE]`

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/formats_of.h"
#include "report/canvas.h"
#include "report/rules.h"

namespace miggraph::cli {
namespace {

struct Form {
  std::string_view name;
};
constexpr Form kText{"text"}, kJson{"json"}, kMarkdown{"markdown"};

std::vector<const Form*> forms() {
  return {&kText, &kJson, &kMarkdown};
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

/// By code or name, in small letters or capitals. Errors (usage): no such rule.
Result<const report::Rule*> find_rule(const std::string& typed) {
  const std::string wanted = lower_case(typed);
  std::vector<std::string> names;
  for (const report::Rule& rule : report::rules()) {
    names.emplace_back(rule.about->code);
    names.emplace_back(rule.about->name);
    if (wanted == lower_case(names[names.size() - 2]) || wanted == names.back()) return &rule;
  }
  const auto near = closest(typed, names);
  return Error{Error::Kind::usage, "no such rule: " + typed,
               near ? "did you mean " + *near + "?" : "`miggraph rule` lists them all"};
}

std::string title_of(const report::Rule& rule) {
  return "## " + std::string(rule.about->code) + " " + std::string(rule.about->name) + "\n\n";
}

std::string all_rules(const Form& form, const report::Style& style) {
  if (&form == &kJson) return report::rules_json();
  std::string out;
  if (&form == &kMarkdown) {
    for (const report::Rule& rule : report::rules()) out += (out.empty() ? "" : "\n") + title_of(rule) + report::markdown_text(rule);
    return out;
  }
  report::Canvas canvas(style);
  report::write_rules(canvas);
  canvas.blank();
  canvas.prose("`miggraph rule CODE` says what a rule means, why it matters and how to mend it.", report::Ink::dim);
  return canvas.take();
}

std::string one_rule(const report::Rule& rule, const Form& form, const report::Style& style) {
  if (&form == &kJson) return report::rule_json(rule);
  if (&form == &kMarkdown) return title_of(rule) + report::markdown_text(rule);
  report::Canvas canvas(style);
  report::write_rule(canvas, rule);
  return canvas.take();
}

}  // namespace

void declare_rule(CLI::App& app, Options& options) {
  app.add_option("code", options.arguments, "a code or a name, such as MG101 or multiple-leaves; none: all of them")
      ->type_name("CODE")
      ->expected(0, 1);
  add_output_options(app, options, names_of(forms()));
  app.footer(
      "Examples:\n"
      "  miggraph rule                           every rule: code, severity, name, one line\n"
      "  miggraph rule MG101                     what it means, why it matters, how to mend it");
}

Result<ExitCode> run_rule(const Options& options, Console& console) {
  const auto form = choose_format(forms(), options, "rule");
  if (!form) return form.error();
  const report::Style style = console.output_style();
  std::string text;
  if (options.arguments.empty()) {
    text = all_rules(**form, style);
  } else {
    const auto rule = find_rule(options.arguments.front());
    if (!rule) return rule.error();
    text = one_rule(**rule, **form, style);
  }
  const Status written = console.write_result(text);
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
