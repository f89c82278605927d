using System.Xml.Linq;
using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

/// <summary>Who may deliver: what a delivery file may say.</summary>
public sealed class DeliveryFileTests
{
    [Fact]
    public void The_shipped_file_is_valid()
    {
        var (delivery, environments, account) = DeliveryFile.Parse(
            File.ReadAllText(Repository.File("cdk/delivery/github.json")),
            "github.json",
            name => Placed(name, null)
        );
        Assert.Equal(["staging", "prod"], environments.Select(e => e.Name));
        Assert.Equal("hnb659fds", delivery.Qualifier);
        Assert.Null(account);
    }

    [Fact]
    public void The_committed_schema_is_up_to_date()
    {
        var path = Repository.File("cdk/delivery/delivery.schema.json");
        var generated =
            EnvironmentSchema
                .Of<DeliveryConfiguration>(
                    "CognitoStack delivery",
                    XDocument.Load(Path.Combine(AppContext.BaseDirectory, "CognitoStack.Configuration.xml"))
                )
                .ToJsonString(EnvironmentJson.Options) + "\n";
        if (Environment.GetEnvironmentVariable("COGNITOSTACK_UPDATE") == "1")
            File.WriteAllText(path, generated);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == generated.ReplaceLineEndings("\n"),
            $"{path} is not what the configuration records say. Run \"npm run snapshots\" to update it, and commit it."
        );
    }

    [Theory]
    [InlineData(
        """{ "repository": "acme", "environments": ["prod"] }""",
        "$.repository: \"acme\" must be a repository at GitHub, OWNER/NAME."
    )]
    [InlineData(
        """{ "repository": "acme/*", "environments": ["prod"] }""",
        "$.repository: \"acme/*\" must be a repository at GitHub, OWNER/NAME."
    )]
    [InlineData(
        """{ "repository": "acme/identity:ref", "environments": ["prod"] }""",
        "$.repository: \"acme/identity:ref\" must be a repository at GitHub, OWNER/NAME."
    )]
    [InlineData("""{ "environments": ["prod"] }""", "$.repository: is required.")]
    [InlineData(
        """{ "repository": "acme/identity", "enviroments": ["prod"], "environments": ["prod"] }""",
        "$.enviroments: is not a known key. Did you mean \"environments\"?"
    )]
    [InlineData(
        """{ "repository": "acme/identity", "environments": ["prod", "prod"] }""",
        "$.environments[1]: \"prod\" is already at [0]. Remove one."
    )]
    [InlineData(
        """{ "repository": "acme/identity", "environments": ["prod", "pord"] }""",
        "$.environments[1]: \"pord\" cannot be read: pord.json: there is no such file."
    )]
    [InlineData(
        """{ "repository": "acme/identity", "environments": ["prod", "staging"] }""",
        "$.environments[1]: \"staging\" is for the account 222233334444, but \"prod\" for 111122223333. Write a delivery file for each account."
    )]
    [InlineData(
        """{ "repository": "acme/identity", "environments": ["prod"], "oidcProviderArn": "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }""",
        "$.oidcProviderArn: \"arn:aws:iam::111122223333:oidc-provider/gitlab.com\" must be the ARN of GitHub's provider, such as arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com."
    )]
    public void What_would_let_somebody_else_in_or_deliver_elsewhere_is_refused(string json, string error) =>
        Assert.Equal(
            [$"github.json: {error}"],
            Assert
                .Throws<ConfigurationException>(() =>
                    DeliveryFile.Parse(json, "github.json", name => Placed(name, name == "prod" ? "111122223333" : "222233334444"))
                )
                .Errors
        );

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_so() =>
        Assert.Equal(
            ["nowhere.json: there is no such file. Chosen by \"-c delivery=nowhere.json\"; the project's own is cdk/delivery/github.json."],
            Assert.Throws<ConfigurationException>(() => DeliveryFile.Read("nowhere.json", new ProjectFiles("."))).Errors
        );

    [Theory]
    [InlineData("eu-west-1", 1)]
    [InlineData("eu-central-1", 0)]
    public void Environments_that_can_deliver_each_other_are_told(string region, int warnings)
    {
        var told = DeliveryFile.Warnings([new("staging", "eu-west-1"), new("prod", region)], "github.json");
        Assert.Equal(warnings, told.Count);
        Assert.All(
            told,
            w =>
                Assert.Equal(
                    "github.json: $.environments: warning: staging and prod are in one account and Region, where the bootstrap's deploy role reaches every stack: who may deliver one may deliver the other. Give production an account of its own.",
                    w
                )
        );
    }

    private static EnvironmentConfiguration Placed(string name, string? account) =>
        name is "prod" or "staging"
            ? Given.Load($$"""{ "name": "{{name}}" }""") with
            {
                Account = account,
                Region = account is null ? null : "eu-west-1",
            }
            : throw new ConfigurationException([$"{name}.json: there is no such file."]);
}
