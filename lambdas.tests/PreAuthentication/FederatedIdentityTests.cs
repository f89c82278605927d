using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class FederatedIdentityTests
{
    [Theory]
    [InlineData("Google_1048", "Google", "Google", "1048")]
    [InlineData("google_1048", "Google", "Google", "1048")] // Cognito writes some providers so
    [InlineData("Corp_SAML_jane_doe", "Corp_SAML", "Corp_SAML", "jane_doe")]
    [InlineData("Corp_Partner_7", "Corp,Corp_Partner", "Corp_Partner", "7")] // the longest
    [InlineData("Corp_7", "Corp,Corp_Partner", "Corp", "7")]
    [InlineData("Okta_Ab_C+/=@x", "Okta", "Okta", "Ab_C+/=@x")] // a subject keeps its case and signs
    public void A_name_is_its_provider_and_the_subject_there(string userName, string providers, string provider, string subject) =>
        Assert.Equal(new FederatedIdentity(provider, subject), FederatedIdentity.Of(userName, providers.Split(',')));

    [Theory]
    [InlineData("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", "Google")]
    [InlineData("Google", "Google")]
    [InlineData("Google_", "Google")]
    [InlineData("Googleplex_7", "Google")]
    [InlineData("Evil_Google_7", "Google")]
    [InlineData("corp_7", "Corp,CORP")] // two providers could mean it
    [InlineData("", "Google")]
    public void Any_other_name_is_nobodys(string userName, string providers) =>
        Assert.Null(FederatedIdentity.Of(userName, providers.Split(',')));
}
