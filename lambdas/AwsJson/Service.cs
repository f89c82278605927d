using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace CognitoStack.AwsJson;

/// <summary>A service that speaks AWS JSON 1.1, as its model has it.</summary>
/// <param name="Id">The name in user agents and in the names of settings.</param>
/// <param name="Name">The name in hosts and signatures.</param>
/// <param name="Version">The version of its API.</param>
/// <param name="Target">What stands before an operation in the header that names it.</param>
/// <param name="Unsigned">Operations that users call for themselves: they have a password or a token, no AWS credentials.</param>
/// <param name="Failure">The exception for an error that it answered.</param>
/// <remarks>Source: Smithy, "AWS JSON 1.1 protocol" (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).</remarks>
internal sealed record Service(
    string Id,
    string Name,
    string Version,
    string Target,
    IReadOnlySet<string> Unsigned,
    Func<Failure, AmazonServiceException> Failure
) : IServiceMetadata
{
    string IServiceMetadata.ServiceId => Id;

    IDictionary<string, string> IServiceMetadata.OperationNameMapping { get; } = new Dictionary<string, string>(0);

    /// <summary>The operation of a request: its type's name without "Request".</summary>
    public static string OperationOf(Type request) => request.Name[..^"Request".Length];
}

/// <summary>An error as it was answered.</summary>
internal sealed record Failure(ErrorResponse Error, Exception? Inner, HttpStatusCode Status, ReadOnlyMemory<byte> Body);
