using Amazon.CDK.AWS.Cognito;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Looks of the managed login pages (<c>AWS::Cognito::ManagedLoginBranding</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Apply branding to managed login pages". Without such a resource a client has no pages at all.</remarks>
public sealed class ManagedLogin : Construct
{
    /// <summary>Gives a client Cognito's own looks.</summary>
    public ManagedLogin(Construct scope, string id, UserPool pool, AppClient client)
        : base(scope, id)
    {
        _ = new CfnManagedLoginBranding(this, "Resource", new CfnManagedLoginBrandingProps
        {
            UserPoolId = pool.UserPoolId,
            ClientId = client.ClientId,
            UseCognitoProvidedValues = true,
        });
    }
}
