using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Links to terms of use and privacy policy on the sign-up page of a client (<c>AWS::Cognito::Terms</c>).</summary>
/// <remarks>Cognito shows the links only when both documents are there. Source: Amazon Cognito Developer Guide, "Terms documents"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents).</remarks>
public sealed class TermsDocuments : Construct
{
    /// <summary>Adds both documents to a client.</summary>
    public TermsDocuments(Construct scope, string id, TermsConfiguration terms, AppClient client)
        : base(scope, id)
    {
        Add("TermsOfUse", "terms-of-use", terms.TermsOfUse);
        Add("PrivacyPolicy", "privacy-policy", terms.PrivacyPolicy);

        void Add(string document, string name, IReadOnlyDictionary<string, string> links) =>
            _ = new CfnTerms(
                this,
                document,
                new CfnTermsProps
                {
                    UserPoolId = client.Pool.UserPoolId,
                    ClientId = client.ClientId,
                    TermsName = name,
                    TermsSource = "LINK",
                    Enforcement = "NONE",
                    Links = links.ToDictionary(l => TermsLanguages.LinkKey(l.Key), l => l.Value),
                }
            );
    }
}
