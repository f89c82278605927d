using Amazon.CDK.AWS.Cognito;
using CognitoStack.Common;
using CognitoStack.Configuration.Branding;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Looks of a client's managed login pages (<c>AWS::Cognito::ManagedLoginBranding</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Apply branding to managed login pages"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html). Without such a resource a client has no pages at all.</remarks>
public sealed class ManagedLogin : Construct
{
    /// <summary>Gives a client its looks.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="client">The client.</param>
    /// <param name="brand">The brand, or null for Cognito's own looks.</param>
    public ManagedLogin(Construct scope, string id, AppClient client, Brand? brand)
        : base(scope, id)
    {
        var props = new CfnManagedLoginBrandingProps { UserPoolId = client.Pool.UserPoolId, ClientId = client.ClientId };
        // Cognito refuses its own values beside settings or assets.
        if (brand is null)
            props.UseCognitoProvidedValues = true;
        if (brand?.Settings is { } settings)
            props.Settings = PlainJson.Of(settings);
        if (brand is { Assets.Count: > 0 })
            props.Assets = brand
                .Assets.Select(a => new CfnManagedLoginBranding.AssetTypeProperty
                {
                    Category = a.Category,
                    ColorMode = a.ColorMode,
                    Extension = a.Extension,
                    Bytes = a.Bytes,
                    ResourceId = a.ResourceId,
                })
                .ToArray();
        _ = new CfnManagedLoginBranding(this, "Resource", props);
    }
}
