using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Delivery;

/// <summary>Who may deliver: only jobs of the one environment of the one repository take on a role, and the role only those of the CDK's bootstrap.</summary>
/// <remarks>Source: GitHub Docs, "OpenID Connect reference", example subject claims (https://docs.github.com/en/actions/reference/security/oidc).</remarks>
public static class DeliveryProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "delivery";

    private const string Provider = "token.actions.githubusercontent.com";
    private const string Sts = "sts.amazonaws.com";
    private const string Stranger = "999988887777";

    /// <summary>Roles of the CDK's bootstrap, and which of the two kinds of role may take them on.</summary>
    private static readonly (string Name, bool Read, bool Deploy)[] BootstrapRoles =
    [
        ("lookup", true, true),
        ("deploy", false, true),
        ("file-publishing", false, true),
        ("image-publishing", false, false),
        ("cfn-exec", false, false),
    ];

    /// <summary>What a role that needs nothing but other roles must not do itself.</summary>
    private static readonly (string Action, string Resource)[] NotItself =
    [
        ("iam:CreateRole", "arn:aws:iam::{0}:role/any"),
        ("iam:PassRole", "arn:aws:iam::{0}:role/any"),
        ("s3:GetObject", "arn:aws:s3:::any/key"),
        ("cognito-idp:AdminCreateUser", "arn:aws:cognito-idp:us-east-1:{0}:userpool/us-east-1_Any"),
        ("cloudformation:CreateStack", "arn:aws:cloudformation:us-east-1:{0}:stack/any/1"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:{0}:secret:any"),
        ("sts:AssumeRole", "arn:aws:iam::{0}:role/Admin"),
        ("sts:AssumeRole", "arn:aws:iam::" + Stranger + ":role/any"),
    ];

    /// <summary>Asks.</summary>
    public static ProofResult Of(
        DeliveryConfiguration delivery,
        IReadOnlyList<DeliveredEnvironment> environments,
        TemplateSet templates,
        IPolicyEvaluator evaluator
    )
    {
        var interrogation = new Interrogation(evaluator);
        // Whoever may do anything in an account of their own still may not do this.
        var anything = interrogation.Policy(
            "what an administrator may do",
            JsonNode
                .Parse("""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }""")!
                .AsObject()
        );
        List<Difference> differences = [];
        var expected = environments
            .SelectMany(e =>
                new[] { (Environment: e, Kind: "Read", Subject: $"{e.Name}-read"), (Environment: e, Kind: "Deploy", Subject: e.Name) }
            )
            .ToList();
        var found = expected.Select(e => templates.Output($"{Naming.Pascal(e.Environment.Name)}{e.Kind}RoleArn")).ToList();
        foreach (var role in templates.OfType("AWS::IAM::Role").Where(r => !found.Contains(r.Arn)))
            differences.Add(
                new(role.LogicalId, "is", role.Type, "a role of an environment of the file", "a role that nobody asked for", string.Empty)
            );
        foreach (var ((environment, kind, subject), arn) in expected.Zip(found))
        {
            if (arn is null || templates.FindByArn(arn) is not { } resource)
            {
                differences.Add(new(environment.Name, kind, "the stack", "a role", "none", string.Empty));
                continue;
            }

            var policies = TemplatePolicies.OfRole(templates, resource);
            differences.AddRange(
                policies.Unread.Select(p => new Difference(
                    resource.LogicalId,
                    "has",
                    resource.Type,
                    "policies that can be read",
                    p.ToString(),
                    string.Empty
                ))
            );
            AskTrust(resource, delivery.OidcProviderArn ?? templates.OfType("AWS::IAM::OIDCProvider").First().Arn, subject);
            AskRights(resource, policies, environment.Region ?? templates.Region, kind == "Read");
        }

        return ProofResult.Of(Name, interrogation.Answers(), differences);

        void AskTrust(Resource role, string provider, string environment)
        {
            var trust = interrogation.Policy($"trust of {role.LogicalId}", role.Properties["AssumeRolePolicyDocument"]!.AsObject());
            var own = $"repo:{delivery.Repository}:environment:{environment}";
            Ask("its own environment", own, Sts, provider, true);
            foreach (
                var other in expected
                    .Select(e => e.Subject)
                    .Append("other")
                    .Append($"{environment}2")
                    .Append("*")
                    .Where(s => s != environment)
            )
                Ask($"the environment {other}", $"repo:{delivery.Repository}:environment:{other}", Sts, provider, false);
            Ask("a fork", $"repo:stranger/{delivery.Repository.Split('/')[1]}:environment:{environment}", Sts, provider, false);
            Ask("a repository whose name begins alike", $"repo:{delivery.Repository}-2:environment:{environment}", Sts, provider, false);
            Ask(
                "another repository of the owner",
                $"repo:{delivery.Repository.Split('/')[0]}/other:environment:{environment}",
                Sts,
                provider,
                false
            );
            foreach (var other in new[] { "ref:refs/heads/main", "ref:refs/heads/any", "ref:refs/tags/v1", "pull_request" })
                Ask(other, $"repo:{delivery.Repository}:{other}", Sts, provider, false);
            Ask("another audience", own, $"https://github.com/{delivery.Repository.Split('/')[0]}", provider, false);
            Ask("no audience", own, null, provider, false);
            Ask("no subject", null, Sts, provider, false);
            Ask("another provider", own, Sts, $"arn:{templates.Partition}:iam::{templates.Account}:oidc-provider/gitlab.com", false);
            foreach (
                var (who, principal) in new[]
                {
                    ("a role of the account", $"arn:{templates.Partition}:iam::{templates.Account}:role/any"),
                    ("another account", $"arn:{templates.Partition}:iam::{Stranger}:role/any"),
                }
            )
                interrogation.Ask(
                    Draft(who, "sts:AssumeRole", role, false),
                    new Question
                    {
                        Principal = principal,
                        Action = "sts:AssumeRole",
                        Resource = role.Arn,
                        Account = templates.Account,
                        Identity = [anything],
                        ResourcePolicy = trust,
                    }
                );

            void Ask(string who, string? subject, string? audience, string federated, bool allowed)
            {
                var context = new JsonObject();
                if (subject is not null)
                    context[$"{Provider}:sub"] = subject;
                if (audience is not null)
                    context[$"{Provider}:aud"] = audience;
                interrogation.Ask(
                    Draft(who, "sts:AssumeRoleWithWebIdentity", role, allowed),
                    new Question
                    {
                        Principal = federated,
                        Action = "sts:AssumeRoleWithWebIdentity",
                        Resource = role.Arn,
                        Account = templates.Account,
                        Context = context,
                        ResourcePolicy = trust,
                    }
                );
            }
        }

        void AskRights(Resource role, RolePolicies policies, string region, bool reads)
        {
            var identity = policies.Read.Select(p => interrogation.Policy(p.Name, p.Document)).ToList();
            foreach (var bootstrap in BootstrapRoles)
                Ask(
                    "sts:AssumeRole",
                    $"arn:{templates.Partition}:iam::{templates.Account}:role/cdk-{delivery.Qualifier}-{bootstrap.Name}-role-{templates.Account}-{region}",
                    reads ? bootstrap.Read : bootstrap.Deploy
                );
            foreach (var (action, resource) in NotItself)
                Ask(action, string.Format(System.Globalization.CultureInfo.InvariantCulture, resource, templates.Account), false);

            void Ask(string action, string resource, bool allowed) =>
                interrogation.Ask(
                    new Decision
                    {
                        Subject = role.LogicalId,
                        Action = action,
                        Container = resource,
                        Label = "as a role",
                        Resource = resource,
                        Expected = allowed,
                        Allowed = false,
                    },
                    new Question
                    {
                        Principal = $"arn:{templates.Partition}:sts::{templates.Account}:assumed-role/{role.Name}/job",
                        Action = action,
                        Resource = resource,
                        Account = resource.Contains(Stranger, StringComparison.Ordinal) ? Stranger : templates.Account,
                        Identity = identity,
                    }
                );
        }
    }

    private static Decision Draft(string who, string action, Resource role, bool expected) =>
        new()
        {
            Subject = who,
            Action = action,
            Container = role.LogicalId,
            Label = "the role",
            Resource = role.Arn,
            Expected = expected,
            Allowed = false,
        };
}
