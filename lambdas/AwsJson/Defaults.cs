using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoStack.AwsJson;

/// <summary>Defaults of AWS's modes.</summary>
/// <remarks>Source: AWS SDKs, "Smart configuration defaults" (https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html).</remarks>
internal static class Defaults
{
    public static IDefaultConfigurationProvider Provider { get; } =
        new DefaultConfigurationProvider([
            Of(DefaultConfigurationMode.Standard, connectMilliseconds: 3100),
            Of(DefaultConfigurationMode.InRegion, connectMilliseconds: 1100),
            Of(DefaultConfigurationMode.CrossRegion, connectMilliseconds: 3100),
            Of(DefaultConfigurationMode.Mobile, connectMilliseconds: 30000),
        ]);

    // The mode "auto" is one of the others, by where the program runs.
    private static DefaultConfiguration Of(DefaultConfigurationMode mode, int connectMilliseconds) =>
        new()
        {
            Name = mode,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
            TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        };
}
