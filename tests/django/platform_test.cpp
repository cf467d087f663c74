#include "django/platform.h"

#include <catch2/catch.hpp>

using namespace miggraph::django;

TEST_CASE("Versions of Django") {
  CHECK(django_version_of("5.2") == DjangoVersion{5, 2, 0});
  CHECK(django_version_of("4.2.11") == DjangoVersion{4, 2, 11});
  CHECK(django_version_of("6.0rc1") == DjangoVersion{6, 0, 0});
  CHECK(django_version_of("6.0.dev20260101") == DjangoVersion{6, 0, 0});
  for (const char* wrong : {"", "5", "5.", ".2", "newest", "5.x", "-1.2", "5.2.7.1", "99999999999999999999.1", "5.2 "}) {
    CAPTURE(wrong);
    CHECK_FALSE(django_version_of(wrong));
  }
  CHECK(DjangoVersion{6, 0, 0} > DjangoVersion{5, 2, 7});
  CHECK(DjangoVersion{5, 2, 0}.text() == "5.2");
  CHECK(assumed_version().text() == "5.2.7");
}

TEST_CASE("A database by the name that Django's connection.vendor gives it") {
  CHECK(platform_of_database("mariadb").vendor == "mysql");
  CHECK(platform_of_database("sqlite").vendor == "sqlite");
  CHECK(platform_of_database("sqlite").engine == "sqlite3");
  CHECK(platform_of_database("oracle").engine == "oracle");
}
