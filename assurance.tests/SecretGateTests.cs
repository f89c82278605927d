using CognitoStack.Assurance.Secrets;

namespace CognitoStack.Assurance.Tests;

/// <summary>What counts as a secret. The samples are put together here, so that no scanner takes this file for a leak.</summary>
public sealed class SecretGateTests
{
    [Theory]
    [InlineData("AKIA", "IOSFODNN7EXAMPLE")]
    [InlineData("ASIA", "IOSFODNN7EXAMPLE")]
    [InlineData("-----BEGIN RSA PRIVATE", " KEY-----")]
    [InlineData("ghp_", "16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("xoxb-", "123456789012-abcdefABCDEF")]
    [InlineData("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc")]
    [InlineData("GOCSPX-", "abcdefghijklmnop")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P")]
    [InlineData("https://user:", "hunter2@example.com/")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY")]
    [InlineData("q8ZrT2vX9LmK", "4wPn7HsB1cJdY6fGuE3a")]
    public void Is_found(string first, string second)
    {
        var found = SecretGate.Of(new Dictionary<string, string> { ["a.json"] = $"{{\n  \"Value\": \"{first}{second}\"\n}}" }).Differences;
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Equal("line 2", f.Where));
        // The report must not be the next leak.
        Assert.DoesNotContain(found, f => f.Got.Contains(first + second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{resolve:secretsmanager:prod/google-q8ZrT2vX9LmK4wPn7HsB1cJd:SecretString:clientSecret::}}")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/google-AbC123")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.zip")]
    [InlineData("SignInGatePreAuthenticationRoleDefaultPolicy84ADADC3")]
    [InlineData("TriggersOwnPermissionmigratelive47719E30CD74A521")]
    [InlineData("ProviderSignInWithAppleA51C143B")]
    [InlineData("CognitoStack-dev-Authentication/SignInGate/PreAuthentication/Role/DefaultPolicy/Resource")]
    [InlineData("@aws-cdk/aws-s3:useNewS3UriParametersForBucketDeploymentCustomResource")]
    [InlineData("https://app.example.com/callback?client_id=web")]
    [InlineData("cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}")]
    public void Is_none(string text) =>
        Assert.Empty(SecretGate.Of(new Dictionary<string, string> { ["a.json"] = $"{{ \"Value\": \"{text}\" }}" }).Differences);
}
