#include "sample.h"

namespace miggraph::report {
namespace {

using analysis::Conflict;
using analysis::Leaf;
using analysis::Step;

const std::string kFolder = "backend/students/migrations/";

Step step(const std::string& name, std::vector<std::string> summary) {
  return {name, kFolder + name + ".py", std::move(summary), {}};
}

Leaf leaf(std::vector<std::string> refs, analysis::CommitLine commit, std::vector<Step> chain) {
  Leaf made;
  made.migration = chain.back().migration;
  made.path = chain.back().path;
  made.refs = std::move(refs);
  made.commit = std::move(commit);
  made.chain = std::move(chain);
  made.range = Range{{9, 5}, {11, 6}};
  return made;
}

}  // namespace

analysis::Report korrigo() {
  constexpr std::int64_t day = 86400, now = 1770800000;  // 2026-02-11
  Conflict conflict;
  conflict.app = "students";
  conflict.path = "backend/students";
  conflict.scope = Conflict::Scope::branches;
  conflict.base = {"0002_student_user"};
  conflict.trunk = {"0002_student_user", "0001_initial"};
  conflict.leaves = {
      leaf({"main"}, {"f304112aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Ada Example", now - 3 * day, 60},
           {step("0003_remove_ine_add_date_naissance",
                 {"− ine", "+ date_naissance", "+ groupe", "+ unique (last_name, first_name, date_naissance)",
                  "+ index (last_name, first_name, date_naissance)"})}),
      leaf({"ci-suite-tests-parallele-zenflow-9947"},
           {"9b1c2d3aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Grace Example", now - 2 * day, 60},
           {step("0003_student_email_user_required", {"~ email: unique, not null", "~ user: cascade, not null"}),
            step("0004_remove_ine_add_fields", {"− ine", "+ date_naissance", "+ groupe"}),
            step("0005_refactor_student_model", {"~ groupe: max_length 20 → 30, not null"}),
            step("0006_add_privacy_charter_fields", {"+ privacy_charter_accepted", "+ privacy_charter_accepted_at"})}),
      leaf({"portail-eleve-auth-ine-dob-acces-6a41"},
           {"51aa0e7aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Linus Example", now - 5 * day, 60},
           {step("0003_student_birth_date", {"+ birth_date"}),
            step("0004_alter_student_birth_date", {"~ birth_date: not null"})}),
  };
  conflict.pairs = {{{"main", "ci-suite-tests-parallele-zenflow-9947"},
                     {"0003_remove_ine_add_date_naissance", "0006_add_privacy_charter_fields"},
                     {"0002_student_user"},
                     Severity::error}};
  conflict.clashes = {{"same-field",
                       "student",
                       "ine",
                       {"0003_remove_ine_add_date_naissance#0", "0004_remove_ine_add_fields#0"},
                       "student.ine is removed on both sides"},
                      {"same-field",
                       "student",
                       "date_naissance",
                       {"0003_remove_ine_add_date_naissance#1", "0004_remove_ine_add_fields#1"},
                       "student.date_naissance is added on both sides"}};
  conflict.advice = {{"main: nothing to do. A merge migration here would join what is not merged yet.", {}},
                     {"ci-suite-tests-parallele-zenflow-9947 has to move: its 4 migrations go behind "
                      "0003_remove_ine_add_date_naissance.",
                      {"git switch ci-suite-tests-parallele-zenflow-9947", "git merge main"}},
                     {"Applied to a local database already?", {}}};

  analysis::Report report;
  report.snapshot = {"worktree", "ci-suite-tests-parallele-zenflow-9947", "9b1c2d3aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
  report.against = {{"main", "f304112aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "0123456aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                     "a local branch of that name"}};
  report.apps = {{"exams", "backend/exams", 12, {"0012_paper"}},
                 {"students", "backend/students", 6, {"0006_add_privacy_charter_fields"}}};
  report.conflicts = {conflict};
  Finding finding;
  finding.diagnostic = Diagnostic::MG102;
  finding.message = "merging this branch and main leaves students with 3 leaf migrations";
  finding.path = kFolder + "0006_add_privacy_charter_fields.py";
  finding.range = Range{{9, 5}, {11, 6}};
  finding.app = "students";
  finding.migration = "0006_add_privacy_charter_fields";
  finding.refs = {"main", "ci-suite-tests-parallele-zenflow-9947"};
  report.diagnostics = {finding};
  return report;
}

analysis::Report clean() {
  analysis::Report report = korrigo();
  report.conflicts.clear();
  report.diagnostics.clear();
  return report;
}

}  // namespace miggraph::report
