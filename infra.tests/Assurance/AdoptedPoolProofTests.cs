using System.Text.Json.Nodes;
using CognitoStack.Assurance.Settings;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>Proofs of an environment around a user pool that exists.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class AdoptedPoolProofTests(Synthesis synthesis)
{
    private readonly ExistingPool pool = new(synthesis, Environments.Production);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_proof_holds_and_says_what_it_takes_for_granted_of_the_pool(bool isRead)
    {
        var proofs = Evidence.Of(pool.Adopting, synthesis.Adopting(pool.Adopting, isRead ? pool.Context() : null).Environment.Folder);
        Assert.All(proofs.All(), proof => Assert.Empty(proof.Differences));
        Assert.Equal(
            [
                isRead
                    ? "The user pool eu-west-1_AbCdEfGhI, which no template makes, is as it was when the CDK read it (cdk.context.json)."
                    : "The user pool eu-west-1_AbCdEfGhI, which no template makes, is as the file says: nobody has read it.",
                "The user pool eu-west-1_AbCdEfGhI calls the functions that the file puts at its triggers: CloudFormation cannot tell it to.",
            ],
            proofs.Of(SettingsProof.Name).Assumptions
        );
    }

    [Theory]
    [InlineData("settings", "Policies.PasswordPolicy.MinimumLength", "8")]
    [InlineData("settings", "MfaConfiguration", "OFF")]
    [InlineData("settings", "UserPoolAddOns.AdvancedSecurityMode", "ENFORCED")]
    public void A_pool_that_is_not_as_the_file_says_is_found_by_the_proof_too(string proof, string property, string value)
    {
        var (environment, _) = synthesis.Adopting(
            pool.Adopting,
            pool.Context(p =>
            {
                var names = property.Split('.');
                names[..^1].Aggregate(p, (node, name) => node[name]!.AsObject())[names[^1]] = value;
            })
        );
        var difference = Assert.Single(Evidence.Of(pool.Adopting, environment.Folder).Of(proof).Differences);
        Assert.Equal((ExistingPool.Id, property, value), (difference.Subject, difference.Action, difference.Got));
    }

    [Fact]
    public void Functions_that_another_pool_may_call_are_found() =>
        Finds(
            "principals",
            t => t.Properties("AWS::Lambda::Permission")["SourceArn"] = ExistingPool.Arn.Replace("AbC", "XyZ", StringComparison.Ordinal)
        );

    [Fact]
    public void Rights_of_the_functions_are_found_although_no_template_wires_them() =>
        Finds(
            "principals",
            t =>
                t.Properties("AWS::IAM::Policy", "SignInAudit")["PolicyDocument"]!["Statement"]!
                    .AsArray()
                    .Add(
                        new JsonObject
                        {
                            ["Effect"] = "Allow",
                            ["Action"] = "cognito-idp:AdminSetUserPassword",
                            ["Resource"] = ExistingPool.Arn,
                        }
                    )
        );

    [Fact]
    public void Tokens_of_another_pool_are_found() =>
        Finds(
            "principals",
            t =>
                t.Properties("AWS::Cognito::IdentityPool")["CognitoIdentityProviders"]![0]!["ProviderName"] =
                    "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other"
        );

    [Fact]
    public void A_template_that_tells_of_another_pool_proves_nothing() =>
        Finds(
            "settings",
            t => t.All.Values.First(a => a["Metadata"] is not null)["Metadata"]![Naming.AdoptedUserPool]!["Arn"] = "arn:other"
        );

    private void Finds(string proof, Action<Templates> change)
    {
        var folder = synthesis.Adopting(pool.Adopting, pool.Context()).Environment.Folder;
        Assert.NotEmpty(Evidence.Of(pool.Adopting, folder, change).Of(proof).Differences);
    }
}
