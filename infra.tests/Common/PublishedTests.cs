using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Common;

/// <summary>What applications and other stacks may rely on.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class PublishedTests(Synthesis synthesis)
{
    [Theory]
    [InlineData(Environments.Minimal, "dev", "ClientIdWeb")]
    [InlineData(Environments.Production, "live", "ClientIdBatch", "ClientIdMobile", "ClientIdPortal", "ClientIdWebApp")]
    public void The_authentication_stack_publishes_the_pool_and_its_clients(string environment, string name, params string[] clients)
    {
        Publishes(
            environment,
            name,
            TemplateJson.Authentication,
            [
                "AuditFunctionName",
                "AuditTableName",
                .. clients,
                "GateFunctionName",
                "Issuer",
                "JwksUri",
                "LoginUrl",
                "Region",
                "SignInUrl",
                "UserPoolArn",
                "UserPoolId",
            ]
        );
        var outputs = synthesis.Of(environment).Outputs(TemplateJson.Authentication);
        Assert.Equal("<AWS::Cognito::UserPool>", outputs["UserPoolId"]);
        Assert.Equal("<AWS::Cognito::UserPool.Arn>", outputs["UserPoolArn"]);
        Assert.Equal(environment == Environments.Production ? "eu-west-1" : "<AWS::Region>", outputs["Region"]);
        Assert.Equal(
            "<AWS::Cognito::UserPoolClient batch>",
            outputs.GetValueOrDefault("ClientIdBatch", "<AWS::Cognito::UserPoolClient batch>")
        );
    }

    [Theory]
    [InlineData(Environments.Minimal, "dev", "BucketNameFiles", "TableNameItems")]
    [InlineData(Environments.Production, "live", "BucketNameFiles", "BucketNameUserMedia", "TableNameFlags", "TableNameNotes")]
    [InlineData(Environments.Bare, "my-cognito")]
    public void The_storage_stack_publishes_its_buckets_and_tables(string environment, string name, params string[] expected) =>
        Publishes(environment, name, TemplateJson.Storage, expected);

    [Theory]
    [InlineData(Environments.Minimal, "dev")]
    [InlineData(Environments.Production, "live")]
    public void The_authorization_stack_publishes_the_identity_pool(string environment, string name) =>
        Publishes(environment, name, TemplateJson.Authorization, ["IdentityPoolId"]);

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void No_stack_locks_another_by_an_export(string environment)
    {
        foreach (var stack in synthesis.Of(environment).Stacks)
        {
            var template = synthesis.Of(environment).Json(stack);
            Assert.All((template["Outputs"]?.AsObject() ?? []).Select(o => o.Value!.AsObject()), o => o.Has("""{ "Export": null }"""));
            Assert.DoesNotContain("Fn::ImportValue", template.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void Authorization_and_operations_read_what_is_published_and_the_other_stacks_read_nothing(string environment)
    {
        var stack = synthesis.Of(environment);
        foreach (var independent in new[] { TemplateJson.Authentication, TemplateJson.Storage })
            Assert.Empty(Reads(stack.Json(independent)));
        Assert.NotEmpty(Reads(stack.Json(TemplateJson.Authorization)));
        var reads = stack.Stacks.SelectMany(s => Reads(stack.Json(s)));
        Assert.All(
            reads,
            read =>
            {
                var owner = Assert.Single(
                    new[] { TemplateJson.Authentication, TemplateJson.Storage },
                    s => read["StackName"]!.ToString().EndsWith($"-{s}", StringComparison.Ordinal)
                );
                Assert.Contains(read["OutputName"]!.ToString(), stack.Outputs(owner).Keys);
                Assert.Equal(2, read.Count);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void No_secret_is_published_or_stands_in_a_template(string environment)
    {
        foreach (var stack in synthesis.Of(environment).Stacks)
        {
            var template = synthesis.Of(environment).Json(stack).ToJsonString();
            foreach (var secret in new[] { "ClientSecret", "PrivateKey", "AKIA", "SecretString", "-----BEGIN" })
                Assert.DoesNotContain(secret, template, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Exactly these outputs, each with its parameter of the same value.</summary>
    private void Publishes(string environment, string name, string stack, string[] expected)
    {
        var outputs = synthesis.Of(environment).Outputs(stack);
        Assert.Equal(expected, outputs.Keys.Order(StringComparer.Ordinal));
        var parameters = synthesis.Of(environment).Properties(stack, "AWS::SSM::Parameter");
        Assert.All(parameters, p => Assert.Equal("String", p["Type"]!.ToString()));
        Assert.Equal(
            outputs.ToDictionary(o => $"/cognitostack/{name}/{o.Key}", o => o.Value),
            parameters.ToDictionary(p => p["Name"]!.ToString(), p => p["Value"]!.ToString())
        );
    }

    private static IEnumerable<JsonObject> Reads(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(p => p.Key == "Fn::GetStackOutput" ? [p.Value!.AsObject()] : Reads(p.Value)),
            JsonArray a => a.SelectMany(Reads),
            _ => [],
        };
}
