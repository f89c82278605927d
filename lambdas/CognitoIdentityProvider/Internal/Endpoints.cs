using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>Where Cognito answers: the configured address, or the Region's.</summary>
internal static class Endpoints
{
    private const string Url = "Url";

    public static Endpoint Of(IClientConfig config, RegionEndpoint? alternate)
    {
        if (!string.IsNullOrEmpty(config.ServiceURL))
            return new Endpoint(config.ServiceURL);
        var region = alternate ?? config.RegionEndpoint ?? throw new AmazonClientException("No region is configured.");
        var fips = config.UseFIPSEndpoint ? "-fips" : "";
        return new Endpoint($"https://cognito-idp{fips}.{region.SystemName}.{Suffix(region, config.UseDualstackEndpoint)}");
    }

    private static string Suffix(RegionEndpoint region, bool dualStack) =>
        (dualStack, region.PartitionName) switch
        {
            (false, _) => region.PartitionDnsSuffix,
            (true, "aws-cn") => "api.amazonwebservices.com.cn",
            _ => "api.aws",
        };

    public sealed class Provider : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new((string)parameters[Url]);
    }

    public sealed class Resolver : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new() { [Url] = Of(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint).URL };
    }
}
