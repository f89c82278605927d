using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>
/// One call in several tries. A try that fails for the moment is made again after a pause. One that is not answered goes on, and another
/// begins beside it: to give the first one up would lose every call on a machine where each takes a little longer than a try's patience.
/// </summary>
/// <param name="service">Whom it calls, for who reads that it does not answer.</param>
/// <param name="tryOnce">Makes one try.</param>
internal sealed class RepeatedCall(string service, Func<CancellationToken, Task<JsonDocument>> tryOnce)
{
    /// <summary>How long a try is alone. Short enough for a second within the time that a sign-in may wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    // Where nothing but an answer would end a call.
    private const int MostTries = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    private readonly List<Task<JsonDocument>> open = [];
    private TimeSpan longest = FirstPause;
    private Exception? failure;
    private int begun;

    /// <summary>The first answer to any of the tries.</summary>
    public async Task<JsonDocument> AnswerAsync(CancellationToken cancellation)
    {
        using var tries = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            while (true)
            {
                open.Add(tryOnce(tries.Token));
                begun++;
                if (await FirstAnswerAsync(cancellation).ConfigureAwait(false) is { } answer)
                    return answer;
                if (!cancellation.CanBeCanceled && begun >= MostTries)
                    ExceptionDispatchInfo.Throw(failure!);
            }
        }
        catch (OperationCanceledException) when (failure is not null)
        {
            // What failed it says more than that the time is over.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        finally
        {
            await tries.CancelAsync().ConfigureAwait(false);
            open.ForEach(Forget);
        }
    }

    // Null where it is time for another try.
    private async Task<JsonDocument?> FirstAnswerAsync(CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var silence = Task.Delay(Patience, wait.Token);
        var ended = await Task.WhenAny([silence, .. open]).ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        if (ended == silence)
        {
            cancellation.ThrowIfCancellationRequested();
            failure = new TimeoutException($"The service {service} does not answer.");
            return null;
        }

        var one = (Task<JsonDocument>)ended;
        open.Remove(one);
        try
        {
            return await one.ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or AwsServiceException { IsTransient: true })
        {
            failure = e;
        }
        catch (AwsServiceException e)
        {
            e.FollowsAnotherTry = begun > 1;
            throw;
        }
        if (cancellation.CanBeCanceled || begun < MostTries)
            await PauseAsync(cancellation).ConfigureAwait(false);
        return null;
    }

    private async Task PauseAsync(CancellationToken cancellation)
    {
        // Functions that failed together should not come back together.
        await Task.Delay(longest * Random.Shared.NextDouble(), cancellation).ConfigureAwait(false);
        longest = longest < LongestPause ? longest * 2 : LongestPause;
    }

    private static void Forget(Task<JsonDocument> one) =>
        _ = one.ContinueWith(
            static done =>
            {
                if (done.IsCompletedSuccessfully)
                    done.Result.Dispose();
                else
                    _ = done.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
}
