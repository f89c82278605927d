using Amazon.Runtime;

namespace CognitoStack.Smoke.Checks;

/// <summary>What checks expect.</summary>
internal static class Expect
{
    /// <summary>Holds.</summary>
    public static void That(bool holds, string expected, string actual, string? hint = null, string? requestId = null)
    {
        if (!holds)
            throw new CheckFailedException(new(expected, actual, requestId, hint));
    }

    /// <summary>Is equal.</summary>
    public static void Equal(string what, string? expected, string? actual, string? hint = null) =>
        That(expected == actual, $"{what} to be {expected ?? "absent"}", $"it is {actual ?? "absent"}", hint);

    /// <summary>Is refused, with one of these errors; any other outcome is a failure.</summary>
    public static async Task<AmazonServiceException> RefusedAsync(string what, Func<Task> act, string[] codes, string? hint = null)
    {
        try
        {
            await act();
        }
        catch (AmazonServiceException e) when (codes.Contains(e.ErrorCode))
        {
            return e;
        }
        catch (AmazonServiceException e)
        {
            throw new CheckFailedException(new($"{what} to be refused with {string.Join(" or ", codes)}", Say(e), e.RequestId, hint));
        }

        throw new CheckFailedException(new($"{what} to be refused with {string.Join(" or ", codes)}", "it was let through", null, hint));
    }

    /// <summary>An error, in one line.</summary>
    public static string Say(AmazonServiceException e) =>
        $"{(string.IsNullOrEmpty(e.ErrorCode) ? $"HTTP {(int)e.StatusCode}" : e.ErrorCode)}: {e.Message.ReplaceLineEndings(" ")}";
}
