using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>Which role a user gets (<c>AWS::Cognito::IdentityPoolRoleAttachment</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using role-based access control"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html).</remarks>
public sealed class RoleAttachment : Construct
{
    /// <summary>Makes the attachment.</summary>
    public RoleAttachment(Construct scope, string id, RoleAttachmentProps props)
        : base(scope, id)
    {
        var roles = new Dictionary<string, string>();
        if (props.Authenticated is not null)
            roles["authenticated"] = props.Authenticated.RoleArn;
        if (props.Guests is not null)
            roles["unauthenticated"] = props.Guests.RoleArn;
        _ = new CfnIdentityPoolRoleAttachment(
            this,
            "Resource",
            new CfnIdentityPoolRoleAttachmentProps
            {
                IdentityPoolId = props.IdentityPool.IdentityPoolId,
                Roles = roles,
                RoleMappings = Mappings(props) is { Count: > 0 } mappings ? mappings : null,
            }
        );
    }

    /// <summary>One mapping for each client that has something to map: its own key must be known at synthesis, the provider's name is not.</summary>
    private static Dictionary<string, object> Mappings(RoleAttachmentProps props) =>
        (
            from client in props.Tokens.ClientIds
            let rules = props.Rules(client.Key)
            where rules.Count > 0 || props.RolesFromGroups
            select (
                client.Key,
                Mapping: new CfnIdentityPoolRoleAttachment.RoleMappingProperty
                {
                    IdentityProvider = $"{props.Tokens.ProviderName}:{client.Value}",
                    Type = rules.Count > 0 ? "Rules" : "Token",
                    AmbiguousRoleResolution = props.Ambiguous == AmbiguousRole.Deny ? "Deny" : "AuthenticatedRole",
                    RulesConfiguration =
                        rules.Count == 0
                            ? null
                            : new CfnIdentityPoolRoleAttachment.RulesConfigurationTypeProperty
                            {
                                Rules = rules.Select(rule => Rule(rule, props.Roles[rule.Role])).ToArray(),
                            },
                }
            )
        ).ToDictionary(m => m.Key, m => (object)m.Mapping);

    private static CfnIdentityPoolRoleAttachment.MappingRuleProperty Rule(RoleRuleConfiguration rule, UserRole role) =>
        new()
        {
            Claim = rule.Claim,
            MatchType = rule.Match switch
            {
                RuleMatch.Equals => "Equals",
                RuleMatch.NotEquals => "NotEqual",
                RuleMatch.Contains => "Contains",
                RuleMatch.StartsWith => "StartsWith",
                _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Match, null),
            },
            Value = rule.Value,
            RoleArn = role.RoleArn,
        };
}

/// <summary>What decides about roles.</summary>
public sealed record RoleAttachmentProps
{
    /// <summary>Identity pool that gives the roles.</summary>
    public required IdentityPool IdentityPool { get; init; }

    /// <summary>Whose tokens name groups and roles.</summary>
    public required TokenSource Tokens { get; init; }

    /// <summary>Role of a user who gets no other.</summary>
    public required UserRole? Authenticated { get; init; }

    /// <summary>Role of guests.</summary>
    public required UserRole? Guests { get; init; }

    /// <summary>The roles by name.</summary>
    public required IReadOnlyDictionary<string, UserRole> Roles { get; init; }

    /// <summary>The rules that look at the tokens of a client; they take the place of groups there.</summary>
    public required Func<string, IReadOnlyList<RoleRuleConfiguration>> Rules { get; init; }

    /// <summary>Whether any group has a role. Where none has, and no rule either, every user gets the authenticated role.</summary>
    public required bool RolesFromGroups { get; init; }

    /// <summary>What a token without a clear role gets.</summary>
    public required AmbiguousRole Ambiguous { get; init; }
}
