using Amazon;
using Amazon.CognitoIdentityProvider;
using Amazon.Runtime;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

public sealed class ConfigTests
{
    [Theory]
    [InlineData("eu-central-1", false, false, "https://cognito-idp.eu-central-1.amazonaws.com")]
    [InlineData("us-west-2", true, false, "https://cognito-idp-fips.us-west-2.amazonaws.com")]
    [InlineData("eu-west-1", false, true, "https://cognito-idp.eu-west-1.api.aws")]
    [InlineData("cn-north-1", false, false, "https://cognito-idp.cn-north-1.amazonaws.com.cn")]
    [InlineData("cn-north-1", false, true, "https://cognito-idp.cn-north-1.api.amazonwebservices.com.cn")]
    public void The_endpoint_is_the_Regions(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonCognitoIdentityProviderConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        Assert.Equal(expected, Resolve(config));
    }

    [Fact]
    public void A_configured_endpoint_is_used_as_it_is() =>
        Assert.Equal("http://127.0.0.1:9000/", Resolve(new AmazonCognitoIdentityProviderConfig { ServiceURL = "http://127.0.0.1:9000" }));

    [Theory]
    [InlineData(DefaultConfigurationMode.Standard, 3100)]
    [InlineData(DefaultConfigurationMode.InRegion, 1100)]
    [InlineData(DefaultConfigurationMode.CrossRegion, 3100)]
    [InlineData(DefaultConfigurationMode.Mobile, 30000)]
    public void Each_mode_has_AWSs_defaults(DefaultConfigurationMode mode, int connectMilliseconds)
    {
        var defaults = new Config { RegionEndpoint = RegionEndpoint.EUCentral1, DefaultConfigurationMode = mode }.Defaults;

        Assert.Equal((mode, RequestRetryMode.Standard), (defaults.Name, defaults.RetryMode));
        var timeout = TimeSpan.FromMilliseconds(connectMilliseconds);
        Assert.Equal((timeout, timeout), (defaults.ConnectTimeout, defaults.TlsNegotiationTimeout));
    }

    private static string Resolve(AmazonCognitoIdentityProviderConfig config)
    {
        using var client = new AmazonCognitoIdentityProviderClient(new BasicAWSCredentials("local", "local"), config);
        return client
            .Config.DetermineServiceOperationEndpoint(new Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters(new Probe()))
            .URL;
    }

    private sealed class Config : AmazonCognitoIdentityProviderConfig
    {
        public IDefaultConfiguration Defaults => DefaultConfiguration;
    }

    private sealed class Probe : AmazonCognitoIdentityProviderRequest;
}
