using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Delivery;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Delivery;

/// <summary>The roles of the workflows: one environment of one repository takes on each, and each takes on those of the CDK's bootstrap alone.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class DeliveryTests(Synthesis synthesis) : IDisposable
{
    private const string File = """{ "repository": "acme/identity", "environments": ["staging", "prod"] }""";
    private const string Existing =
        """{ "repository": "acme/identity", "environments": ["prod"], "qualifier": "acme", "oidcProviderArn": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }""";
    private readonly EvaluatorSupervisor evaluator = EvaluatorSupervisor.OfNode();

    /// <summary>A mistake that somebody might make, by its name.</summary>
    private static readonly Dictionary<string, Action<JsonObject>> Faults = new()
    {
        ["a wildcard for the subject"] = t => Like(t, "ProdDeployRole", "repo:acme/identity:*"),
        ["a wildcard for the environment"] = t => Like(t, "ProdDeployRole", "repo:acme/identity:environment:*"),
        ["a wildcard for the repository"] = t => Like(t, "ProdDeployRole", "repo:acme/*:environment:prod"),
        ["a wildcard behind the repository"] = t => Like(t, "ProdDeployRole", "repo:acme/identity*:environment:prod"),
        ["a wildcard for the owner"] = t => Like(t, "ProdDeployRole", "repo:*/identity:environment:prod"),
        ["no audience"] = t => Equal(t, "ProdDeployRole").Remove("token.actions.githubusercontent.com:aud"),
        ["no subject"] = t => Equal(t, "ProdReadRole").Remove("token.actions.githubusercontent.com:sub"),
        ["no condition"] = t => Trust(t, "ProdReadRole").Remove("Condition"),
        ["a missing subject that passes"] = t =>
            Trust(t, "ProdReadRole")["Condition"] = new JsonObject { ["StringEqualsIfExists"] = Equal(t, "ProdReadRole").DeepClone() },
        ["the wrong environment"] = t =>
            Equal(t, "ProdDeployRole")["token.actions.githubusercontent.com:sub"] = "repo:acme/identity:environment:staging",
        ["pull requests"] = t =>
            Equal(t, "ProdReadRole")["token.actions.githubusercontent.com:sub"] = new JsonArray(
                "repo:acme/identity:environment:prod-read",
                "repo:acme/identity:pull_request"
            ),
        ["a branch"] = t =>
            Equal(t, "ProdDeployRole")["token.actions.githubusercontent.com:sub"] = "repo:acme/identity:ref:refs/heads/main",
        ["another provider"] = t =>
            Trust(t, "ProdDeployRole")["Principal"] = new JsonObject
            {
                ["Federated"] = "arn:aws:iam::111122223333:oidc-provider/gitlab.com",
            },
        ["the account's own roles"] = t =>
            Statements(t, "ProdDeployRole")
                .Add(
                    JsonNode.Parse(
                        """{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:root" } }"""
                    )
                ),
        ["another account"] = t =>
            Statements(t, "ProdDeployRole")
                .Add(
                    JsonNode.Parse(
                        """{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::999988887777:root" } }"""
                    )
                ),
        ["every role of the bootstrap"] = t => Policy(t, "ProdReadRole")["Resource"] = "arn:aws:iam::111122223333:role/cdk-hnb659fds-*",
        ["every role"] = t => Policy(t, "ProdDeployRole")["Resource"] = "*",
        ["rights of its own"] = t =>
            Policy(t, "ProdReadRole")
                .Parent!.AsArray()
                .Add(JsonNode.Parse("""{ "Effect": "Allow", "Action": "cognito-idp:*", "Resource": "*" }""")),
        ["the administrator's rights"] = t =>
            Role(t, "ProdReadRole")["ManagedPolicyArns"] = new JsonArray("arn:aws:iam::aws:policy/AdministratorAccess"),
        ["a right that got lost"] = t => Policy(t, "ProdDeployRole")["Action"] = "sts:TagSession",
        ["a role that nobody asked for"] = t =>
            Resources(t)["Extra"] = JsonNode.Parse(
                """{ "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [] } } }"""
            ),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    public void Dispose() => evaluator.Dispose();

    [Theory]
    [InlineData(File)]
    [InlineData(Existing)]
    public void The_proof_holds_and_no_rule_pack_finds_anything(string file)
    {
        Assert.Equal("[]", synthesis.Delivery(file).Findings.ToJsonString());
        var proof = Prove(file, _ => { });
        Assert.Empty(proof.Differences);
        Assert.True(proof.Decisions.Count > 60);
    }

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void Fault_is_seen_by_the_proof(string name) => Assert.NotEmpty(Prove(File, Faults[name]).Differences);

    [Fact]
    public void Two_roles_an_environment_trust_one_environment_of_GitHub_each()
    {
        var subjects = Resources(Template(File))
            .Select(r => r.Value!)
            .Where(r => r["Type"]!.ToString() == "AWS::IAM::Role")
            .Select(r =>
                r["Properties"]!["AssumeRolePolicyDocument"]!["Statement"]![0]!["Condition"]!["StringEquals"]![
                    "token.actions.githubusercontent.com:sub"
                ]!.ToString()
            );
        Assert.Equal(
            ["prod", "prod-read", "staging", "staging-read"],
            subjects.Select(s => s.Replace("repo:acme/identity:environment:", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_provider_that_the_account_has_is_not_made_again()
    {
        Assert.Contains(Resources(Template(File)), r => r.Value!["Type"]!.ToString() == "AWS::IAM::OIDCProvider");
        Assert.DoesNotContain(Resources(Template(Existing)), r => r.Value!["Type"]!.ToString() == "AWS::IAM::OIDCProvider");
    }

    private JsonObject Template(string file) =>
        JsonNode
            .Parse(System.IO.File.ReadAllText(Path.Combine(synthesis.Delivery(file).Folder, "CognitoStack-Delivery.template.json")))!
            .AsObject();

    private ProofResult Prove(string file, Action<JsonObject> plant)
    {
        var (delivery, environments, account) = DeliveryFile.Parse(file, "github.json", Synthesis.DeliveredEnvironment);
        var template = Template(file);
        plant(template);
        return DeliveryProof.Of(
            delivery,
            environments,
            TemplatesAlone.Read(
                new Dictionary<string, JsonObject> { ["CognitoStack-Delivery"] = template },
                account,
                environments[0].Region
            ),
            evaluator
        );
    }

    private static JsonObject Resources(JsonObject template) => template["Resources"]!.AsObject();

    private static JsonObject Role(JsonObject template, string name) =>
        Resources(template)
            .Single(r => r.Value!["Type"]!.ToString() == "AWS::IAM::Role" && r.Key.StartsWith(name, StringComparison.Ordinal))
            .Value!["Properties"]!.AsObject();

    private static JsonArray Statements(JsonObject template, string role) =>
        Role(template, role)["AssumeRolePolicyDocument"]!["Statement"]!.AsArray();

    private static JsonObject Trust(JsonObject template, string role) => Statements(template, role)[0]!.AsObject();

    private static JsonObject Equal(JsonObject template, string role) => Trust(template, role)["Condition"]!["StringEquals"]!.AsObject();

    private static JsonObject Policy(JsonObject template, string role) =>
        Resources(template)
            .Single(r => r.Value!["Type"]!.ToString() == "AWS::IAM::Policy" && r.Key.StartsWith(role, StringComparison.Ordinal))
            .Value!["Properties"]!["PolicyDocument"]!["Statement"]![0]!.AsObject();

    private static void Like(JsonObject template, string role, string subject)
    {
        Equal(template, role).Remove("token.actions.githubusercontent.com:sub");
        Trust(template, role)["Condition"]!["StringLike"] = new JsonObject { ["token.actions.githubusercontent.com:sub"] = subject };
    }
}
