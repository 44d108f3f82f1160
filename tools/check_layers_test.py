#!/usr/bin/env python3
"""Tests of tools/check-layers: each makes a small tree that breaks one rule and expects that finding, and no other."""

import importlib.machinery
import importlib.util
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
loader = importlib.machinery.SourceFileLoader("check_layers", str(HERE / "check-layers"))
check_layers = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_layers", loader))
__import__("sys").dont_write_bytecode = True
__import__("sys").modules["check_layers"] = check_layers
loader.exec_module(check_layers)

LAYERS = """core:
crypto: core
http: core crypto
db: core
limits: core
platforms: core crypto http
sandbox: core crypto http
jobs: core db
app: core crypto http db platforms jobs sandbox
"""


def architecture(layers: str = LAYERS) -> str:
    return f"# Architecture\n\n```layers\n{layers}```\n"


class Case(unittest.TestCase):
    def run_on(self, files: dict[str, str]):
        """All rules over a tree of these files; ARCHITECTURE.md is there unless given."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in ({"ARCHITECTURE.md": architecture()} | files).items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return check_layers.check(root)[0]

    def assert_clean(self, files):
        findings = self.run_on(files)
        self.assertEqual(findings.problems, [])
        return findings

    def assert_problem(self, files, *words, count=1):
        problems = self.run_on(files).problems
        self.assertEqual(len(problems), count, problems)
        for word in words:
            self.assertIn(word, problems[0])


class Layers(Case):
    def test_a_tree_that_keeps_the_rules_is_clean(self):
        self.assert_clean({
            "src/main.cpp": '#include "app/run.hpp"\nint main() { std::printf("x"); }\n',
            "src/app/run.hpp": '#pragma once\n#include "jobs/queue.hpp"\n',
            "src/jobs/queue.hpp": '#pragma once\n#include "core/ids.hpp"\n#include "db/database.hpp"\n#include "jobs/types.hpp"\n#include <vector>\n',
        })

    def test_an_include_upwards(self):
        self.assert_problem({"src/db/a.cpp": '\n#include "jobs/queue.hpp"\n'}, "src/db/a.cpp:2", "db must not include jobs")

    def test_an_include_sideways(self):
        self.assert_problem({"src/sandbox/a.cpp": '#include "platforms/p.hpp"\n'}, "sandbox must not include platforms")

    def test_one_platform_including_another(self):
        self.assert_problem({"src/platforms/x/a.cpp": '#include "platforms/tiktok/b.hpp"\n'}, "must not include another")
        self.assert_clean({"src/platforms/x/a.cpp": '#include "platforms/x/b.hpp"\n#include "platforms/platform.hpp"\n'})
        self.assert_clean({"src/platforms/registry.cpp": '#include "platforms/x/b.hpp"\n'})
        self.assert_clean({"src/platforms/facebook/a.cpp": '#include "platforms/meta/b.hpp"\n'})
        self.assert_problem({"src/platforms/meta/a.cpp": '#include "platforms/facebook/b.hpp"\n'}, "must not include another")

    def test_a_module_without_a_row(self):
        self.assert_problem({"src/novel/a.cpp": ""}, "module 'novel' is not in the layers")
        self.assert_problem({"src/core/a.cpp": '#include "novel/a.hpp"\n'}, "module 'novel' is not in the layers")

    def test_a_relative_or_bare_include(self):
        self.assert_problem({"src/core/a.cpp": '#include "ids.hpp"\n'}, 'write "module/file.hpp"')
        self.assert_problem({"src/core/a.cpp": '#include "core/../db/a.hpp"\n'}, 'write "module/file.hpp"')

    def test_the_entry_point_includes_app_only(self):
        self.assert_problem({"src/main.cpp": '#include "db/database.hpp"\n'}, "the entry point must not include db")

    def test_an_include_in_a_comment_does_not_count(self):
        self.assert_clean({"src/core/a.cpp": '// #include "db/a.hpp"\n/*\n#include "db/b.hpp"\n*/\n'})

    def test_a_cycle_in_the_table(self):
        self.assert_problem({"ARCHITECTURE.md": architecture("core: db\ndb: core\n")}, "cycle core -> db -> core")

    def test_a_table_that_names_an_unknown_module(self):
        self.assert_problem({"ARCHITECTURE.md": architecture("core: cellar\n")}, "'cellar', which has no row")

    def test_a_table_with_two_rows_for_a_module(self):
        self.assert_problem({"ARCHITECTURE.md": architecture("core:\ncore:\n")}, "two rows")

    def test_a_row_that_cannot_be_read(self):
        self.assert_problem({"ARCHITECTURE.md": architecture("core:\ndb -> core\n")}, "cannot read the row")

    def test_no_table(self):
        self.assert_problem({"ARCHITECTURE.md": "nothing"}, "exactly one")


class Fences(Case):
    def test_third_party_headers(self):
        for header, good, bad in [
            ("sqlite3.h", "db/sqlite/a.cpp", "db/postgres/a.cpp"),
            ("libpq-fe.h", "db/postgres/a.cpp", "db/a.cpp"),
            ("hiredis/hiredis.h", "limits/redis/a.cpp", "limits/a.cpp"),
            ("openssl/evp.h", "crypto/a.cpp", "core/a.cpp"),
            ("openssl/ssl.h", "http/server/a.cpp", "db/a.cpp"),
            ("argon2.h", "crypto/a.cpp", "app/a.cpp"),
            ("boost/beast/http.hpp", "http/a.cpp", "sandbox/a.cpp"),
            ("boost/beast.hpp", "http/a.cpp", "app/a.cpp"),
            ("curl/curl.h", "http/client/a.cpp", "http/server/a.cpp"),
        ]:
            with self.subTest(header=header):
                self.assert_clean({f"src/{good}": f"#include <{header}>\n"})
                self.assert_problem({f"src/{bad}": f"#include <{header}>\n"}, f"<{header}> belongs in")

    def test_calls_with_one_home(self):
        for call, good in [
            ('auto v = std::getenv("A");', "core/config/environment.cpp"),
            ('auto v = getenv("A");', "core/config.cpp"),
            ("auto t = std::chrono::system_clock::now();", "core/clock.cpp"),
            ("auto t = steady_clock::now();", "core/clock.cpp"),
            ("std::random_device device;", "core/random.cpp"),
        ]:
            with self.subTest(call=call):
                self.assert_clean({f"src/{good}": f"void f() {{ {call} }}\n"})
                self.assert_problem({"src/core/other.cpp": f"void f() {{\n {call} }}\n"}, "src/core/other.cpp:2", "belongs in")


class BannedCalls(Case):
    def test_each_is_reported_with_its_replacement(self):
        for call, instead in [
            ('std::cout << "x";', "core/log.hpp"),
            ('printf("x");', "core/log.hpp"),
            ('fmt::print("x");', "core/log.hpp"),
            ("std::this_thread::sleep_for(1s);", "timer"),
            ("usleep(5);", "timer"),
            ('std::regex r{"x"};', "parser"),
            ("strcpy(a, b);", "std::string"),
            ('sprintf(a, "x");', "std::string"),
            ("asio::co_spawn(loop, run(), asio::detached);", "task group"),
            ("co_spawn(loop,\n run(),\n boost::asio::detached);", "task group"),
        ]:
            with self.subTest(call=call):
                self.assert_problem({"src/core/a.cpp": f"void f() {{ {call} }}\n"}, instead)

    def test_the_command_line_may_print(self):
        self.assert_clean({"src/app/commands.cpp": 'void f() { std::cout << "x"; fmt::print("y"); }\n'})

    def test_names_that_only_look_alike(self):
        self.assert_clean({
            "src/core/a.cpp": "void f() { snprintf(a, 1, b); log.printf(x); my_strcpy(a); co_await sleep_for(1s); task.sleep(2); regexp(x); }\nstruct detached {};\n"
        })

    def test_tests_may_sleep(self):
        self.assert_clean({"tests/unit/a_test.cpp": "void f() { std::this_thread::sleep_for(1s); }\n"})

    def test_comments_and_strings_do_not_count(self):
        self.assert_clean({
            "src/core/a.cpp": '// std::cout\n/* printf( */ auto s = "std::regex"; auto r = R"x(strcpy( " )x";\nauto n = 1\'000\'000; char q = \'"\';\n'
        })

    def test_code_after_a_string_counts(self):
        self.assert_problem({"src/core/a.cpp": 'auto s = "\\"// "; std::regex r;\n'}, "std::regex")

    def test_using_namespace_in_a_header(self):
        self.assert_problem({"src/core/a.hpp": "#pragma once\nusing namespace std;\n"}, "src/core/a.hpp:2", "using namespace")
        self.assert_problem({"src/core/a.hpp": "#pragma once\nnamespace a {\nvoid f() {}\nusing namespace std;\n}\n"}, "src/core/a.hpp:4")
        self.assert_clean({"src/core/a.cpp": "using namespace std::chrono_literals;\n"})
        self.assert_clean({"src/core/a.hpp": "#pragma once\nnamespace a {\ninline void f() { if (x) { using namespace b; } }\n}\n"})

    def test_a_header_without_pragma_once(self):
        self.assert_problem({"src/core/a.hpp": "struct A {};\n"}, "#pragma once")


class Sql(Case):
    def test_names_of_statements(self):
        for name in ["find.sql", "find_2.postgres.sql", "find.sqlite.sql"]:
            with self.subTest(name=name):
                self.assert_clean({f"src/jobs/sql/{name}": "SELECT id FROM jobs"})
        for name in ["Find.sql", "find-all.sql", "find.mysql.sql", "notes.txt"]:
            with self.subTest(name=name):
                self.assert_problem({f"src/jobs/sql/{name}": ""}, "a file in sql/ is named")

    def test_a_clock_in_a_statement(self):
        for text in ["SELECT now()", "SELECT CURRENT_TIMESTAMP", "SELECT datetime('now')"]:
            with self.subTest(text=text):
                self.assert_problem({"src/jobs/sql/a.sql": f"-- now()\n{text}\n"}, "a.sql:2", "bind the time")

    def test_all_columns(self):
        self.assert_problem({"src/jobs/sql/a.sql": "SELECT * FROM jobs\n"}, "list them")
        self.assert_problem({"src/jobs/sql/a.sql": "DELETE FROM jobs RETURNING *\n"}, "list them")
        self.assert_clean({"src/jobs/sql/a.sql": "SELECT count(*), a * b FROM jobs\n"})

    def test_migrations_of_both_databases_are_the_same_steps(self):
        self.assert_clean({"migrations/sqlite/0001_start.sql": "", "migrations/postgres/0001_start.sql": ""})
        self.assert_problem({"migrations/sqlite/0001_start.sql": ""}, "migrations/postgres/0001_start.sql is missing")
        self.assert_problem({"migrations/sqlite/0001_a.sql": "", "migrations/postgres/0001_b.sql": ""}, "is missing", count=2)
        both = {f"migrations/{engine}/{name}": "" for engine in ("sqlite", "postgres") for name in ("0001_a.sql", "0001_b.sql")}
        self.assert_problem(both, "0001 is taken twice", count=2)
        odd = {f"migrations/{engine}/1-first.sql": "" for engine in ("sqlite", "postgres")}
        self.assert_problem(odd, "NNNN_name.sql", count=2)


class Text(Case):
    def test_unfinished_work(self):
        for word in ["TO" "DO", "FIX" "ME", "X" "XX"]:
            with self.subTest(word=word):
                self.assert_problem({"src/core/a.cpp": f"\n// {word}: later\n"}, "src/core/a.cpp:2", word)
        self.assert_clean({"tools/a.sh": "mktemp name.XXXXXX\n", "src/core/a.cpp": "// mastodons\n"})

    def test_paths_of_a_machine(self):
        for path in ["/home/" "ann/x", "/Users/" "ann", "/root/" "x", "/workspace/" "x"]:
            with self.subTest(path=path):
                self.assert_problem({"docs/a.md": f"see {path}\n"}, "a path of one machine")
        self.assert_clean({"docs/a.md": "https://example.org/home/ann ~/x src/root/a $DIR/home/x\n"})

    def test_a_lock_that_names_a_registry(self):
        self.assert_problem({"web/package-lock.json": '{"resolved": "https' '://registry.example/x.tgz"}\n'}, "names a registry")
        self.assert_clean({"web/package-lock.json": '{"integrity": "sha512-x"}\n'})

    def test_a_long_file_is_a_warning(self):
        findings = self.assert_clean({"src/core/a.cpp": "\n" * 451, "src/core/b.cpp": "\n" * 450})
        self.assertEqual(len(findings.warnings), 1)
        self.assertIn("src/core/a.cpp: 451 lines", findings.warnings[0])

    def test_binary_files_are_left_alone(self):
        self.assert_clean({"docs/a.bin": "\0 /home/" "ann/x"})


if __name__ == "__main__":
    unittest.main()
