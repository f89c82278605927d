namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>Keeps sign-ins.</summary>
public interface ISignInStore
{
    /// <summary>Keeps one sign-in once, however often it is told of.</summary>
    Task RecordAsync(SignIn signIn, CancellationToken cancellation);
}

/// <summary>Stands in where no store could be opened, so that each sign-in it misses is reported.</summary>
public sealed class MissingStore(string reason) : ISignInStore
{
    /// <inheritdoc/>
    public Task RecordAsync(SignIn signIn, CancellationToken cancellation) => throw new InvalidOperationException(reason);
}
