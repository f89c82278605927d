namespace CognitoStack.Local.DynamoDb;

/// <summary>Who reads goes on side by side, for the price of a count; who writes what must not be seen half done waits for the readers to end, and holds those that come.</summary>
internal sealed class Readers
{
    private readonly Lock sync = new();
    private int reading;
    private TaskCompletionSource? gone;
    private TaskCompletionSource? written;

    public async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken cancel)
    {
        while (Enter() is { } held)
            await held.WaitAsync(cancel);
        try
        {
            return await read();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Writes while nobody reads. One at a time.</summary>
    public async Task HoldAsync(Func<Task> write)
    {
        await Hold();
        try
        {
            await write();
        }
        finally
        {
            Release();
        }
    }

    /// <summary>What to wait for before entering anew; null to who has entered.</summary>
    private Task? Enter()
    {
        lock (sync)
        {
            if (written is null)
                reading++;
            return written?.Task;
        }
    }

    private void Leave()
    {
        lock (sync)
        {
            if (--reading == 0)
                gone?.TrySetResult();
        }
    }

    private Task Hold()
    {
        lock (sync)
        {
            (gone, written) = (New(), New());
            if (reading == 0)
                gone.SetResult();
            return gone.Task;
        }
    }

    private void Release()
    {
        lock (sync)
        {
            written!.SetResult();
            (gone, written) = (null, null);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
