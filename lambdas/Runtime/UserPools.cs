using Amazon;
using Amazon.CognitoIdentityProvider;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoStack.Lambda;

/// <summary>
/// Cognito for a function that a sign-in waits for, with the credentials, the Region and the endpoint that the SDK finds in the
/// environment: a call that hangs or is throttled is made again within what <see cref="TimeBudget"/> gives.
/// </summary>
/// <param name="retries">How often a call is made again.</param>
/// <param name="tryMilliseconds">How long one try may take.</param>
/// <param name="region">The Region, where it is not the function's own.</param>
public sealed class UserPools(int retries, int tryMilliseconds = 900, string? region = null)
    : AmazonCognitoIdentityProviderClient(ConfigOf(retries, tryMilliseconds, region))
{
    // The SDK would wait for up to a second before the first retry, and for up to two before the next.
    private const int LongestBackoffInMilliseconds = 100;

    private static AmazonCognitoIdentityProviderConfig ConfigOf(int retries, int tryMilliseconds, string? region)
    {
        var config = new AmazonCognitoIdentityProviderConfig
        {
            Timeout = TimeSpan.FromMilliseconds(tryMilliseconds),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = retries,
            HttpClientFactory = new WholeAnswers(),
        };
        if (region is not null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        return config;
    }

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<RetryHandler>(
            new RetryHandler(new StandardRetryPolicy(Config) { MaxBackoffInMilliseconds = LongestBackoffInMilliseconds })
        );
    }

    // The SDK reads an answer outside the time of the try, and so that nothing ends it.
    private sealed class WholeAnswers : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(
                new Reader
                {
                    InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false },
                }
            )
            {
                Timeout = clientConfig.Timeout ?? throw new InvalidOperationException("A try needs a limit."),
            };

        private sealed class Reader : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                try
                {
                    await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
                    return response;
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            }
        }
    }
}
