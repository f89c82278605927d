using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Front;

/// <summary>A service of the AWS JSON protocols (1.0 and 1.1): the header <c>X-Amz-Target</c> names service and operation.</summary>
public interface IJsonService
{
    /// <summary>What stands before the dot of the target: <c>AWSCognitoIdentityProviderService</c>.</summary>
    string Target { get; }

    /// <summary>Name in the credential scope of signatures: <c>cognito-idp</c>.</summary>
    string SigningName { get; }

    /// <summary>Whether every operation needs a signature: who sends none is refused before anything of the request is read.</summary>
    bool IsSignedOnly => false;

    /// <summary>The members of its answers that are times, where it is called by Smithy RPC v2 CBOR too; null where it is not.</summary>
    IReadOnlySet<string>? CborTimes => null;

    /// <summary>Does an operation.</summary>
    /// <exception cref="AwsException">What the service answers instead.</exception>
    Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel);
}

/// <summary>A call of an operation.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Input">Its input.</param>
/// <param name="Caller">Who calls; a signature that is there has been verified, and one that is wrong never gets here.</param>
/// <param name="SourceIp">Address of the caller.</param>
/// <param name="UserAgent">What the caller says it is.</param>
public sealed record JsonCall(string Operation, JsonObject Input, Caller Caller, string SourceIp, string UserAgent)
{
    /// <summary>Bytes of its body.</summary>
    public long Bytes { get; init; }

    /// <summary>Id of the request.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>For whom the caller says that it acts (<c>X-Forwarded-For</c>); null where it says nothing.</summary>
    public string? ForwardedFor { get; init; }

    /// <summary>The risk that a sign-in shall have, for a try (<c>x-local-risk</c>); null where it is judged.</summary>
    public string? Risk { get; init; }
}

/// <summary>A service that takes whole HTTP requests: S3, and the Query protocol of STS.</summary>
public interface IHttpService
{
    /// <summary>Name in the credential scope of signatures: <c>s3</c>, <c>sts</c>.</summary>
    string SigningName { get; }

    /// <summary>Answers a request; it verifies the signature itself, since that may concern the body.</summary>
    Task HandleAsync(HttpContext http);
}
