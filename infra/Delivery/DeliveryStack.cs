using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Delivery;

/// <summary>Who may deliver from GitHub: its OpenID provider, and two roles for each environment. There are no long-lived keys.</summary>
/// <remarks>Sources: IAM User Guide, "Create a role for OpenID Connect federation", GitHub
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_for-idp_oidc.html);
/// AWS CDK Developer Guide, "Customize AWS CDK bootstrapping", roles (https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html).</remarks>
public sealed class DeliveryStack : Stack
{
    /// <summary>Host of the provider, which prefixes its claims in policies.</summary>
    private const string GitHub = "token.actions.githubusercontent.com";

    private readonly DeliveryConfiguration delivery;
    private readonly string provider;

    /// <summary>Makes the stack.</summary>
    public DeliveryStack(
        Construct scope,
        string id,
        IStackProps props,
        DeliveryConfiguration delivery,
        IReadOnlyList<DeliveredEnvironment> environments
    )
        : base(scope, id, props)
    {
        this.delivery = delivery;
        provider =
            delivery.OidcProviderArn
            ?? new CfnOIDCProvider(
                this,
                "GitHub",
                new CfnOIDCProviderProps { Url = $"https://{GitHub}", ClientIdList = ["sts.amazonaws.com"] }
            ).AttrArn;
        foreach (var environment in environments)
        {
            AddRole(environment, "Read", $"{environment.Name}-read", "lookup");
            AddRole(environment, "Deploy", environment.Name, "deploy", "file-publishing", "lookup");
        }
    }

    /// <summary>A role for jobs of one environment of GitHub's, which may take on roles of the CDK's bootstrap and do nothing else.</summary>
    private void AddRole(DeliveredEnvironment environment, string kind, string gitHubEnvironment, params string[] bootstrapRoles)
    {
        var name = $"{Naming.Pascal(environment.Name)}{kind}Role";
        var role = new Role(
            this,
            name,
            new RoleProps
            {
                Description = $"GitHub, {delivery.Repository}, environment {gitHubEnvironment}",
                // The subject names repository and environment. A branch, a tag and a pull request have other subjects, and a fork has another repository.
                AssumedBy = new WebIdentityPrincipal(
                    provider,
                    new Dictionary<string, object>
                    {
                        ["StringEquals"] = new Dictionary<string, string>
                        {
                            [$"{GitHub}:aud"] = "sts.amazonaws.com",
                            [$"{GitHub}:sub"] = $"repo:{delivery.Repository}:environment:{gitHubEnvironment}",
                        },
                    }
                ),
                MaxSessionDuration = Duration.Hours(1),
            }
        );
        role.AddToPolicy(
            new PolicyStatement(
                new PolicyStatementProps
                {
                    Actions = ["sts:AssumeRole"],
                    Resources =
                    [
                        .. bootstrapRoles.Select(r =>
                            $"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/cdk-{delivery.Qualifier}-{r}-role-{Aws.ACCOUNT_ID}-{environment.Region ?? Aws.REGION}"
                        ),
                    ],
                }
            )
        );
        new CfnOutput(
            this,
            $"{name}Output",
            new CfnOutputProps { Value = role.RoleArn, Description = $"Role of the environment {gitHubEnvironment} of GitHub" }
        ).OverrideLogicalId($"{name}Arn");
    }
}
