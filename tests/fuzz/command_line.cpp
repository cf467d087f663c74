/// The words behind the program's name, a line each. Each line is a command, an answer or one error that says what is
/// wrong; and the environment's twins of the options.
#include "cli/parser.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most_words = 40;
  std::string_view input = text_of(data, size);
  std::vector<std::string> words;
  while (!input.empty() && words.size() < most_words) {
    const std::size_t end = input.find('\n');
    words.emplace_back(input.substr(0, end));
    input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
  }
  auto parsed = cli::parse(words);
  if (!parsed) {
    holds(parsed.error().kind == Error::Kind::usage, "an error of the command line is one of usage");
    holds(!parsed.error().message.empty(), "an error says what is wrong");
  } else if (const auto* answer = std::get_if<cli::Answer>(&*parsed)) {
    holds(!answer->text.empty(), "an answer says something");
  } else {
    auto& invocation = std::get<cli::Invocation>(*parsed);
    holds(invocation.command != nullptr, "there is a command to run");
    cli::take_from_environment(invocation.options,
                               cli::Environment([&](std::string_view) -> std::optional<std::string> {
                                 if (words.empty()) return std::nullopt;
                                 return words.front();
                               }));
  }
  return 0;
}
