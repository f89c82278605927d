namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>Keeps sign-ins.</summary>
public interface ISignInStore
{
    /// <summary>Keeps one sign-in once, however often it is told of.</summary>
    /// <returns>Is this the first time that it is told of?</returns>
    Task<bool> RecordAsync(SignIn signIn, CancellationToken cancellation);
}

/// <summary>Stands in where no store could be opened, so that each sign-in it misses is reported.</summary>
public sealed class MissingStore(string reason) : ISignInStore
{
    /// <inheritdoc/>
    public Task<bool> RecordAsync(SignIn signIn, CancellationToken cancellation) => throw new InvalidOperationException(reason);
}
