using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration.Branding;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Looks of a client's classic hosted UI (<c>AWS::Cognito::UserPoolUICustomizationAttachment</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Customizing the built-in sign-in and sign-up webpages"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html).</remarks>
public sealed class ClassicLogin : Construct
{
    /// <summary>Gives a client its style sheet.</summary>
    public ClassicLogin(Construct scope, string id, AppClient client, LoginDomain domain, Brand brand)
        : base(scope, id)
    {
        var looks = new CfnUserPoolUICustomizationAttachment(
            this,
            "Resource",
            new CfnUserPoolUICustomizationAttachmentProps
            {
                UserPoolId = client.Pool.UserPoolId,
                ClientId = client.ClientId,
                Css = brand.ClassicCss,
            }
        );
        // Without a domain there is no page to customize, and Cognito says so.
        looks.AddResourceDependency(domain.Resource);
    }
}
