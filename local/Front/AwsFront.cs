using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Front;

/// <summary>Finds the service that a request is for, and tells what went wrong in that service's words.</summary>
internal sealed partial class AwsFront(
    IEnumerable<IJsonService> jsonServices,
    IEnumerable<IHttpService> httpServices,
    IRequestAuthenticator authenticator,
    TimeProvider time,
    ILogger<AwsFront> log
)
{
    private const string Unknown = "UnknownOperationException";

    // Nobody is known yet when a body is read, and only items are large.
    private const int LargestItems = 16 * 1024 * 1024;
    private const int LargestOthers = 256 * 1024;
    private readonly Dictionary<string, IJsonService> byTarget = jsonServices.ToDictionary(s => s.Target);
    private readonly Dictionary<string, IHttpService> bySigningName = httpServices.ToDictionary(s => s.SigningName);

    public async Task HandleAsync(HttpContext http)
    {
        var id = http.TraceIdentifier = Guid.NewGuid().ToString();
        http.Response.Headers["x-amzn-requestid"] = id;
        // Clients whose clock is off set theirs by it.
        http.Response.Headers.Date = time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var target = RawTarget.Of(http.Request);
        var service = ServiceOf(http, target);
        try
        {
            await (
                service switch
                {
                    _ when Cbor.IsOf(http.Request) => CborAsync(http, target.Path),
                    null => JsonAsync(http),
                    _ when bySigningName.TryGetValue(service, out var found) => HttpAsync(found, http),
                    _ => throw new AwsException(
                        Unknown,
                        $"There is no service {service} here, or its request names no operation (X-Amz-Target). {Here()}"
                    ),
                }
            );
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (AwsException e)
        {
            if (e.Status >= 500)
                Log.Failed(log, e, id, http.Request.Method, target.Path, http.Request.Headers["X-Amz-Target"].ToString());
            await TellAsync(http, service, id, e);
        }
        catch (BadHttpRequestException e)
        {
            await TellAsync(
                http,
                service,
                id,
                new(e.StatusCode == 413 ? "RequestEntityTooLargeException" : "BadRequest", e.Message, e.StatusCode)
            );
        }
#pragma warning disable CA1031 // Nothing of the host's inside may leak into an answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(log, e, id, http.Request.Method, target.Path, http.Request.Headers["X-Amz-Target"].ToString());
            await TellAsync(
                http,
                service,
                id,
                service == "s3"
                    ? new("InternalError", "We encountered an internal error. Please try again.", 500)
                    : new("InternalFailure", "The request processing has failed because of an unknown error, exception or failure.", 500)
            );
        }
    }

    /// <summary>The service of a request that is no call of a JSON protocol; null for one that is.</summary>
    private static string? ServiceOf(HttpContext http, RawTarget target)
    {
        var request = http.Request;
        var isRoot = target.Path == "/" && LoopbackHosts.BucketOf(request.Host.Host) is null;
        if (request.Headers.ContainsKey("X-Amz-Target") || (isRoot && HttpMethods.IsOptions(request.Method)))
            return null;
        if (Scope().Match(target["X-Amz-Credential"] ?? request.Headers.Authorization.ToString()) is { Success: true } scope)
            return scope.Groups[1].Value;
        return
            isRoot
            && HttpMethods.IsPost(request.Method)
            && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? "sts"
            : "s3";
    }

    private static Task HttpAsync(IHttpService service, HttpContext http)
    {
        if (service.SigningName != "s3")
            Cors.Allow(http);
        return service.HandleAsync(http);
    }

    private async Task JsonAsync(HttpContext http)
    {
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            Cors.Preflight(http);
            return;
        }

        Cors.Allow(http);
        var (prefix, operation) = http.Request.Headers["X-Amz-Target"].ToString().Split('.', 2) is [var p, var o]
            ? (p, o)
            : (string.Empty, string.Empty);
        if (!byTarget.TryGetValue(prefix, out var service))
            throw new AwsException(Unknown, $"There is no service with the target {http.Request.Headers["X-Amz-Target"]} here. {Here()}");
        await Json.WriteAsync(http, await InvokeAsync(http, service, operation, Json.Parse));
    }

    private async Task CborAsync(HttpContext http, string path)
    {
        Cors.Allow(http);
        if (
            Cbor.Target(path) is not var (target, operation)
            || !byTarget.TryGetValue(target, out var service)
            || service.CborTimes is not { } times
        )
            throw new AwsException(
                Unknown,
                "The protocol Smithy RPC v2 CBOR is not spoken here by this service; choose the client's AWS JSON protocol."
            );
        await Cbor.WriteAsync(http, await InvokeAsync(http, service, operation, Cbor.Parse), times);
    }

    private async Task<JsonObject> InvokeAsync(
        HttpContext http,
        IJsonService service,
        string operation,
        Func<ReadOnlyMemory<byte>, JsonObject> parse
    )
    {
        if (service.IsSignedOnly)
            authenticator.RequireSignature(http.Request);
        var body = await ReadAsync(http, service.SigningName == "dynamodb" ? LargestItems : LargestOthers);
        // pycognito, for one, sends its access token in the header, too.
        Caller caller =
            !service.IsSignedOnly && authenticator.IsOfAnotherScheme(http.Request)
                ? new Anonymous()
                : await authenticator.AuthenticateAsync(http.Request, body, service.SigningName);
        var call = new JsonCall(
            operation,
            parse(body),
            caller,
            http.Connection.RemoteIpAddress?.ToString() ?? string.Empty,
            http.Request.Headers.UserAgent.ToString()
        )
        {
            Bytes = body.Length,
            Id = http.TraceIdentifier,
            ForwardedFor = http.Request.Headers["X-Forwarded-For"].FirstOrDefault(),
            Risk = http.Request.Headers["x-local-risk"].FirstOrDefault(),
        };
        try
        {
            return await service.InvokeAsync(call, http.RequestAborted);
        }
        catch (AwsException e) when (e.Status < 500)
        {
            // Whoever asked is told anyway; what is not to be had here, the developer should see.
            Log.Refused(
                log,
                e.Code == Unknown ? LogLevel.Information : LogLevel.Debug,
                http.TraceIdentifier,
                operation,
                service.SigningName,
                e.Code,
                e.Message
            );
            throw;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, int largest)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = largest;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static async Task TellAsync(HttpContext http, string? service, string id, AwsException error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Headers.ContentLength = null;
        if (service is not "s3")
            Cors.Allow(http);
        await Errors.WriteAsync(http, service, id, error);
    }

    private string Here() =>
        $"Here are: {string.Join(", ", byTarget.Values.Select(s => s.SigningName).Concat(bySigningName.Keys).Distinct().Order())}.";

    // Lengths are bounded, or a header of many beginnings would be read to its end from each.
    [GeneratedRegex(@"(?:^|Credential=)\S{1,256}?/\d{8}/[^/,\s]{0,64}/([^/,\s]{1,64})/aws4_request")]
    private static partial Regex Scope();
}

/// <summary>The endpoint of every service.</summary>
public static class AwsEndpoints
{
    /// <summary>Lets no request in that does not name this machine.</summary>
    public static WebApplication UseLoopbackOnly(this WebApplication app)
    {
        app.UseMiddleware<ContentExpectation>();
        app.UseMiddleware<LoopbackHosts>();
        return app;
    }

    /// <summary>Answers whatever no other endpoint does as AWS.</summary>
    public static WebApplication MapAws(this WebApplication app)
    {
        // The administrator's key is there once the host is.
        app.Services.GetRequiredService<ICredentialIssuer>();
        var front = ActivatorUtilities.CreateInstance<AwsFront>(app.Services);
        // Below a bucket's own name every path is an object's, whatever else it would be.
        app.MapWhen(http => LoopbackHosts.BucketOf(http.Request.Host.Host) is not null, bucket => bucket.Run(front.HandleAsync));
        app.MapFallback("{**path}", front.HandleAsync);
        return app;
    }
}
