#include "api/openapi.hpp"

#include "app/server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace rostrum::api {
namespace {

/// One row of the document.
struct Operation {
    std::string name;  ///< "GET /api/v1/..."
    std::string method;
    std::string path;
    json::object described;
};

class OpenApiTest : public ::testing::Test {
protected:
    OpenApiTest() : document(json::parse(app::openapi_document()).as_object()) {
        for (const auto& path : document.at("paths").as_object()) {
            for (const auto& method : path.value().as_object()) {
                operations.push_back({std::string(method.key()) + " " + std::string(path.key()),
                                      method.key(), path.key(), method.value().as_object()});
            }
        }
    }

    const json::object& components() const {
        return document.at("components").at("schemas").as_object();
    }

    /// Every "$ref" anywhere below.
    static void collect_references(const json::value& value, std::set<std::string>& into) {
        if (const auto* object = value.if_object()) {
            for (const auto& member : *object) {
                if (member.key() == "$ref") into.insert(std::string(member.value().as_string()));
                collect_references(member.value(), into);
            }
        } else if (const auto* array = value.if_array()) {
            for (const auto& element : *array) collect_references(element, into);
        }
    }

    json::object document;
    std::vector<Operation> operations;
};

TEST_F(OpenApiTest, is_a_document_of_version_3_1) {
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    EXPECT_EQ(document.at("info").at("title"), "Rostrum");
    EXPECT_GE(operations.size(), 40U);
    EXPECT_EQ(app::openapi_document(), app::openapi_document()) << "in a stable order";
}

TEST_F(OpenApiTest, each_operation_has_an_id_of_its_own_a_summary_and_a_known_tag) {
    std::set<std::string> ids;
    std::set<std::string> tags;
    for (const auto& tag : document.at("tags").as_array()) {
        tags.insert(std::string(tag.at("name").as_string()));
    }
    for (const auto& operation : operations) {
        const std::string id(operation.described.at("operationId").as_string());
        EXPECT_TRUE(ids.insert(id).second) << id << " of " << operation.name;
        ASSERT_FALSE(id.empty()) << operation.name;
        EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                  std::string::npos)
            << id;
        EXPECT_FALSE(operation.described.at("summary").as_string().empty()) << operation.name;
        ASSERT_EQ(operation.described.at("tags").as_array().size(), 1U) << operation.name;
        EXPECT_TRUE(
            tags.contains(std::string(operation.described.at("tags").as_array()[0].as_string())))
            << operation.name;
    }
}

TEST_F(OpenApiTest, each_operation_has_an_answer_and_says_how_it_fails) {
    for (const auto& operation : operations) {
        const auto& answers = operation.described.at("responses").as_object();
        bool succeeds = false;
        for (const auto& answer : answers) {
            succeeds |= answer.key().starts_with('2') || answer.key().starts_with('3');
            EXPECT_FALSE(answer.value().at("description").as_string().empty()) << operation.name;
        }
        EXPECT_TRUE(succeeds) << operation.name;
        EXPECT_TRUE(answers.contains("4XX") && answers.contains("5XX")) << operation.name;
    }
}

TEST_F(OpenApiTest, each_path_parameter_is_described_and_no_parameter_twice) {
    for (const auto& operation : operations) {
        std::set<std::string> seen;
        std::set<std::string> in_path;
        if (const auto* parameters = operation.described.if_contains("parameters")) {
            for (const auto& parameter : parameters->as_array()) {
                const std::string name(parameter.at("name").as_string());
                const std::string place(parameter.at("in").as_string());
                EXPECT_TRUE(seen.insert(place + " " + name).second) << operation.name;
                EXPECT_TRUE(parameter.as_object().contains("schema")) << operation.name;
                if (place == "path") in_path.insert(name);
            }
        }
        std::set<std::string> expected;
        for (std::size_t at = 0; (at = operation.path.find('{', at)) != std::string::npos; ++at) {
            expected.insert(operation.path.substr(at + 1, operation.path.find('}', at) - at - 1));
        }
        EXPECT_EQ(in_path, expected) << operation.name;
    }
}

TEST_F(OpenApiTest, each_reference_leads_somewhere_and_nothing_is_left_over) {
    std::set<std::string> references;
    collect_references(document, references);
    std::set<std::string> used;
    const std::string before = "#/components/schemas/";
    for (const auto& reference : references) {
        ASSERT_TRUE(reference.starts_with(before)) << reference;
        used.insert(reference.substr(before.size()));
    }
    std::set<std::string> there;
    for (const auto& component : components()) there.insert(std::string(component.key()));
    EXPECT_EQ(used, there);
}

TEST_F(OpenApiTest, bodies_are_described_and_closed_and_never_come_with_a_get) {
    for (const auto& operation : operations) {
        const auto* body = operation.described.if_contains("requestBody");
        if (body == nullptr) continue;
        EXPECT_NE(operation.method, "get") << operation.name;
        const auto& content = body->at("content").as_object();
        ASSERT_FALSE(content.empty()) << operation.name;
        if (!content.contains("application/json")) continue;  // bytes, or a form
        const auto& schema = content.at("application/json").at("schema");
        const auto reference = std::string(schema.at("$ref").as_string());
        const auto& component =
            components().at(reference.substr(reference.rfind('/') + 1)).as_object();
        ASSERT_TRUE(component.contains("additionalProperties")) << reference;
        EXPECT_EQ(component.at("additionalProperties"), false)
            << reference << " is also an answer, whose schema would be taken for the request's";
    }
}

TEST_F(OpenApiTest, required_members_are_members) {
    for (const auto& component : components()) {
        const auto* required = component.value().as_object().if_contains("required");
        if (required == nullptr) continue;
        for (const auto& name : required->as_array()) {
            EXPECT_TRUE(component.value().at("properties").as_object().contains(name.as_string()))
                << component.key() << "." << name.as_string();
        }
    }
}

TEST_F(OpenApiTest, security_names_schemes_that_are_there) {
    const auto& schemes = document.at("components").at("securitySchemes").as_object();
    for (const auto& operation : operations) {
        for (const auto& choice : operation.described.at("security").as_array()) {
            for (const auto& scheme : choice.as_object()) {
                EXPECT_TRUE(schemes.contains(scheme.key())) << operation.name;
            }
        }
    }
}

TEST_F(OpenApiTest, no_answer_has_a_member_for_what_is_secret) {
    for (const auto& component : components()) {
        const auto* properties = component.value().as_object().if_contains("properties");
        if (properties == nullptr) continue;
        for (const std::string_view name : {"refreshToken", "passwordHash", "tokenHash", "keyHash",
                                            "clientSecret", "inviteHash"}) {
            EXPECT_FALSE(properties->as_object().contains(name)) << component.key() << "." << name;
        }
    }
}

}  // namespace
}  // namespace rostrum::api
