using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>What is wrong with a signature.</summary>
internal enum SignatureFault
{
    Incomplete,
    Algorithm,
    Query,
    Form,
    Scope,
    Skewed,
    UrlExpired,
    NotYetValid,
    UnknownKey,
    InvalidToken,
    ExpiredToken,
    UnsignedHeaders,
    Mismatch,
}

/// <summary>A signature that is not accepted; every service tells it in its own words.</summary>
internal sealed class SignatureException(SignatureFault fault, string? message = null) : Exception(message)
{
    private readonly string? said = message;

    /// <summary>What is wrong.</summary>
    public SignatureFault Fault => fault;

    /// <summary>What S3 tells beside the message, by which a client finds its mistake.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>As S3 tells it.</summary>
    public AwsException ForS3()
    {
        var (code, text, status) = OfS3();
        return new(code, text, status) { Details = Details };
    }

    private (string Code, string Message, int Status) OfS3() =>
        fault switch
        {
            SignatureFault.Incomplete => ("AuthorizationHeaderMalformed", $"The authorization header is malformed; {said}", 400),
            SignatureFault.Algorithm => ("InvalidRequest", said!, 400),
            SignatureFault.Form => ("InvalidArgument", said!, 400),
            SignatureFault.Query => ("AuthorizationQueryParametersError", said!, 400),
            SignatureFault.Scope => ("AuthorizationHeaderMalformed", $"The authorization header is malformed; {said}", 400),
            SignatureFault.Skewed => (
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                403
            ),
            SignatureFault.UrlExpired => ("AccessDenied", "Request has expired", 403),
            SignatureFault.NotYetValid => ("AccessDenied", "Request is not yet valid", 403),
            SignatureFault.UnknownKey => ("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
            SignatureFault.InvalidToken => ("InvalidToken", "The provided token is malformed or otherwise invalid.", 400),
            SignatureFault.ExpiredToken => ("ExpiredToken", "The provided token has expired.", 400),
            SignatureFault.UnsignedHeaders => ("AccessDenied", "There were headers present in the request which were not signed", 403),
            _ => (
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                403
            ),
        };

    /// <summary>As the services of the JSON protocols tell it.</summary>
    public AwsException ForJson() =>
        fault switch
        {
            SignatureFault.Incomplete or SignatureFault.Algorithm or SignatureFault.Query => new("IncompleteSignatureException", said!),
            SignatureFault.Scope or SignatureFault.Skewed or SignatureFault.UrlExpired or SignatureFault.NotYetValid => new(
                "InvalidSignatureException",
                said!
            ),
            SignatureFault.UnknownKey or SignatureFault.InvalidToken => new(
                "UnrecognizedClientException",
                "The security token included in the request is invalid."
            ),
            SignatureFault.ExpiredToken => new("ExpiredTokenException", "The security token included in the request is expired"),
            SignatureFault.UnsignedHeaders => new("InvalidSignatureException", said!),
            _ => new("InvalidSignatureException", Mismatch),
        };

    /// <summary>As the services of the Query protocol tell it.</summary>
    public AwsException ForQuery() =>
        fault switch
        {
            SignatureFault.Incomplete or SignatureFault.Algorithm or SignatureFault.Query => new("IncompleteSignature", said!),
            SignatureFault.UnknownKey or SignatureFault.InvalidToken => new(
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                403
            ),
            SignatureFault.ExpiredToken => new("ExpiredToken", "The security token included in the request is expired", 403),
            _ => new("SignatureDoesNotMatch", said ?? Mismatch, 403),
        };

    private const string Mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
}
