using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using CognitoStack.Authentication;
using CognitoStack.Common;
using CognitoStack.Configuration;
using CognitoStack.Storage;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>What may you touch: identity pool, roles, groups, and which user gets which role.</summary>
/// <remarks>Groups stand here rather than beside the user pool because a group carries its role, a role trusts the identity pool,
/// and the identity pool trusts the user pool's clients.</remarks>
public sealed class AuthorizationStack : Stack
{
    /// <summary>Makes the stack.</summary>
    public AuthorizationStack(Construct scope, string id, IStackProps props, EnvironmentConfiguration environment, EarlierStacks earlier)
        : base(scope, id, props)
    {
        var (authentication, storage) = earlier;
        AddStackDependency(authentication);
        AddStackDependency(storage);
        var access = environment.Access;
        var tokens = new TokenSource(this, authentication.Reference);
        var direct = new DirectProviders(this, "DirectProviders", access.DirectProviders ?? new());
        var identityPool = new IdentityPool(
            this,
            "IdentityPool",
            new IdentityPoolProps
            {
                Tokens = tokens,
                Direct = direct,
                Guests = access.Guests is not null,
                Protection = new DataProtection(environment.Production),
            }
        );
        if (access.PrincipalTags.Count > 0)
            _ = new PrincipalTags(this, "PrincipalTags", identityPool, tokens, access.PrincipalTags);
        var grants = new GrantCompiler(
            storage.BucketNames.ToDictionary(b => b.Key, b => $"arn:{Aws.PARTITION}:s3:::{b.Value}"),
            storage.TableNames.ToDictionary(t => t.Key, t => $"arn:{Aws.PARTITION}:dynamodb:{Aws.REGION}:{Aws.ACCOUNT_ID}:table/{t.Value}"),
            environment.Place
        );
        var roles = access
            .EffectiveRoles(environment.Storage)
            .ToDictionary(
                r => r.Key,
                r => new UserRole(
                    this,
                    $"Role{Naming.Pascal(r.Key)}",
                    new UserRoleProps
                    {
                        Name = r.Key,
                        IdentityPool = identityPool,
                        Kind = r.Key == access.Guests ? IdentityKind.Unauthenticated : IdentityKind.Authenticated,
                        CarriesTags = access.PrincipalTags.Count > 0 && r.Key != access.Guests,
                        Statements = Statements(r.Key),
                        Region = environment.Place,
                        SessionMinutes = access.SessionMinutes,
                    }
                )
            );
        foreach (var (name, group) in environment.Groups)
            _ = new UserGroup(
                this,
                $"Group{LogicalName.Of(name)}",
                new UserGroupProps
                {
                    Name = name,
                    Configuration = group,
                    UserPoolId = tokens.UserPoolId,
                    Role = group.Role is null ? null : roles[group.Role],
                }
            );
        _ = new RoleAttachment(
            this,
            "Attachment",
            new RoleAttachmentProps
            {
                IdentityPool = identityPool,
                Tokens = tokens,
                Authenticated = access.Authenticated is null ? null : roles[access.Authenticated],
                Guests = access.Guests is null ? null : roles[access.Guests],
                Roles = roles,
                Rules = access.RulesFor,
                RolesFromGroups = environment.Groups.Values.Any(g => g.Role is not null),
                Ambiguous = access.Ambiguous,
            }
        );

        Published.Add(this, environment.Name, "IdentityPoolId", identityPool.IdentityPoolId, "Id of the identity pool");

        PolicyStatement[] Statements(string role)
        {
            var own = access.EffectiveGrants(role, environment.Storage);
            return [.. grants.Compile(own), .. storage.KeyArn is { } key ? KeyUse.For(own, key, Region) : []];
        }
    }
}

/// <summary>What stands before it.</summary>
/// <param name="Authentication">Who users are.</param>
/// <param name="Storage">What they reach.</param>
public sealed record EarlierStacks(AuthenticationStack Authentication, StorageStack Storage);
