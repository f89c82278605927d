using Amazon.CognitoIdentityProvider;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoStack.Lambda;

/// <summary>
/// Cognito for a function that a sign-in waits for, with the credentials, the Region and the endpoint that the SDK finds in the
/// environment: a call that hangs or is throttled is made again within what <see cref="TimeBudget"/> gives.
/// </summary>
public sealed class UserPools(int retries)
    : AmazonCognitoIdentityProviderClient(
        new AmazonCognitoIdentityProviderConfig
        {
            Timeout = TimeSpan.FromMilliseconds(900),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = retries,
            HttpClientFactory = new WholeAnswers(),
        }
    )
{
    // The SDK would wait for up to a second before the first retry, and for up to two before the next.
    private const int LongestBackoffInMilliseconds = 100;

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
