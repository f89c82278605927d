using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>An API whose scopes stand in access tokens (<c>AWS::Cognito::UserPoolResourceServer</c>).</summary>
public sealed class ResourceServer : Construct
{
    /// <summary>Makes the resource server.</summary>
    public ResourceServer(Construct scope, string id, string name, ResourceServerConfiguration configuration, IUserPool pool)
        : base(scope, id)
    {
        Identifier = configuration.Identifier;
        Resource = new CfnUserPoolResourceServer(
            this,
            "Resource",
            new CfnUserPoolResourceServerProps
            {
                UserPoolId = pool.UserPoolId,
                Name = name,
                Identifier = configuration.Identifier,
                Scopes = configuration
                    .Scopes.Select(s => new CfnUserPoolResourceServer.ResourceServerScopeTypeProperty
                    {
                        ScopeName = s.Key,
                        ScopeDescription = s.Value,
                    })
                    .ToArray(),
            }
        );
    }

    /// <summary>What stands before the scope in tokens.</summary>
    public string Identifier { get; }

    /// <summary>The CloudFormation resource.</summary>
    public CfnUserPoolResourceServer Resource { get; }
}
