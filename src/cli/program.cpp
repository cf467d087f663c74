#include "cli/program.h"

#include <utility>

#include "cli/console.h"
#include "cli/formats_of.h"
#include "cli/interruption.h"
#include "cli/parser.h"

namespace miggraph::cli {
namespace {

constexpr int kCouldNotDoIt = 2;

int failed(Console& console, const Error& error) {
  console.error(error);
  return kCouldNotDoIt;
}

}  // namespace

int run(const std::vector<std::string>& words, Environment environment) {
  Console console(std::move(environment));
  auto parsed = parse(words);
  if (!parsed) return failed(console, parsed.error());
  if (const auto* answer = std::get_if<Answer>(&*parsed)) {
    const Status written = console.write_result(answer->text);
    return written ? 0 : failed(console, written.error());
  }
  Invocation& invocation = std::get<Invocation>(*parsed);
  take_from_environment(invocation.options, console.environment());
  if (invocation.command->reads_project) {
    auto configuration = find_configuration(invocation.options.start_directory(), check_formats());
    if (!configuration) return failed(console, configuration.error());
    take_from_configuration(invocation.options, std::move(*configuration));
  }
  console.configure(invocation.options);
  const Interruption interruption([&console] { console.abandon(); });
  const Result<ExitCode> code = invocation.command->run(invocation.options, console);
  console.write_timings();
  return code ? *code : failed(console, code.error());
}

}  // namespace miggraph::cli
