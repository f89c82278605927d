using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class FederatedIdentityTests
{
    [Theory]
    [InlineData("Google_1048", "Google", "Google", "1048")]
    [InlineData("google_1048", "Google", "Google", "1048")] // Cognito writes some providers so
    [InlineData("Corp_SAML_jane_doe", "Corp_SAML", "Corp_SAML", "jane_doe")]
    [InlineData("Corp_7", "Corp,Corp_Partner", "Corp", "7")]
    [InlineData("Corp_7", "Corp,Corp", "Corp", "7")]
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
    [InlineData("Corp_Partner_7", "Corp,Corp_Partner")]
    [InlineData("Corp_Partner_7", "Corp_Partner,Corp")]
    [InlineData("", "Google")]
    public void Any_other_name_is_nobodys(string userName, string providers) =>
        Assert.Null(FederatedIdentity.Of(userName, providers.Split(',')));

    [Theory]
    [InlineData("Google", "1048", null, "1048")]
    [InlineData("Corp", "10-48_7+", "", "10-48_7+")]
    [InlineData("Okta", "00uab", "00uAb", "00uAb")]
    [InlineData("Okta", "00uab", "00uab", "00uab")]
    [InlineData("SignInWithApple", "001048.0f1e.1048", null, "001048.0f1e.1048")]
    public void The_spelling_of_a_subject_is_certain_without_letters_at_Apple_and_by_its_attribute(
        string provider,
        string subject,
        string? attribute,
        string spelled
    ) => Assert.Equal(new FederatedIdentity(provider, spelled), new FederatedIdentity(provider, subject).AsSpelled(attribute));

    [Theory]
    [InlineData("00uab", null)]
    [InlineData("00uAb", null)]
    [InlineData("00uab", "")]
    [InlineData("00uab", "00uabc")] // some other attribute
    [InlineData("00ub", "00uÄb")]
    [InlineData("\u00e4", null)] // letters are not only Latin ones
    [InlineData("\U00010428", null)]
    public void Any_other_spelling_is_nobodys_to_tell(string subject, string? attribute) =>
        Assert.Null(new FederatedIdentity("Okta", subject).AsSpelled(attribute));
}
