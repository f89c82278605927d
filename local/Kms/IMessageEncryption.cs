namespace CognitoStack.Local.Kms;

/// <summary>Encrypts what a service of AWS hands to somebody who shall ask KMS before reading it.</summary>
public interface IMessageEncryption
{
    /// <summary>Encrypts in the AWS Encryption SDK's message format.</summary>
    /// <param name="key">Id, ARN or alias of a key of the templates.</param>
    /// <param name="service">Who encrypts: <c>cognito-idp.amazonaws.com</c>. The key's policy, or whoever deploys, must let it have a grant.</param>
    /// <param name="source">ARN of the resource that it does so for.</param>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="context">Encryption context.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="KeyUnavailableException">There is no such key, or it is not to be used.</exception>
    Task<byte[]> EncryptAsync(
        string key,
        string service,
        string source,
        byte[] plain,
        IReadOnlyDictionary<string, string> context,
        CancellationToken cancel
    );
}

/// <summary>A key that a service of AWS cannot use, and why.</summary>
public sealed class KeyUnavailableException(string message) : Exception(message);
