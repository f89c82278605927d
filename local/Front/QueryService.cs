using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Front;

/// <summary>An operation of a service of the Query protocol: what stands in its result.</summary>
internal delegate Task<IEnumerable<XElement>> QueryOperation(QueryCall call, CancellationToken cancel);

/// <summary>Operations of a service of the Query protocol.</summary>
internal interface IQueryOperations
{
    /// <summary>The operations by name.</summary>
    IReadOnlyDictionary<string, QueryOperation> Operations { get; }
}

/// <summary>A service of the Query protocol whose every operation needs a signature.</summary>
/// <param name="signingName">Name in the credential scope of signatures.</param>
/// <param name="space">XML namespace of its answers.</param>
/// <param name="parts">Its operations.</param>
/// <param name="authenticator">Tells who calls.</param>
internal abstract class QueryService(
    string signingName,
    string space,
    IEnumerable<IQueryOperations> parts,
    IRequestAuthenticator authenticator
) : IHttpService
{
    private const int MostBytes = 4 * 1024 * 1024;
    private readonly Dictionary<string, QueryOperation> operations = parts.SelectMany(p => p.Operations).ToDictionary();

    /// <inheritdoc/>
    public string SigningName => signingName;

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext http)
    {
        var body = await QueryCall.ReadBodyAsync(http.Request, MostBytes);
        var caller = await authenticator.AuthenticateAsync(http.Request, body, SigningName);
        if (caller is Anonymous)
            throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var call = QueryCall.Parse(
            HttpMethods.IsPost(http.Request.Method) ? Encoding.UTF8.GetString(body.Span) : http.Request.QueryString.Value ?? string.Empty,
            caller
        );
        var operation =
            operations.GetValueOrDefault(call.Action)
            ?? throw new AwsException(
                "InvalidAction",
                $"{call.Action} is not among what this machine's {signingName} does: {string.Join(", ", operations.Keys.Order(StringComparer.Ordinal))}"
            );
        var result = await operation(call, http.RequestAborted);
        var answer = new XElement(
            $"{call.Action}Response",
            new XElement($"{call.Action}Result", result),
            new XElement("ResponseMetadata", new XElement("RequestId", http.TraceIdentifier))
        );
        foreach (var element in answer.DescendantsAndSelf())
            element.Name = XNamespace.Get(space) + element.Name.LocalName;
        http.Response.ContentType = "text/xml";
        await http.Response.WriteAsync(Xml.Text(answer), http.RequestAborted);
    }
}

/// <summary>Parts of answers of the Query protocol.</summary>
internal static class QueryXml
{
    /// <summary>A member; nothing where it is not set.</summary>
    public static XElement? Member(string name, object? value) =>
        value switch
        {
            null => null,
            DateTimeOffset time => new(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            bool flag => new(name, flag ? "true" : "false"),
            _ => new(name, value),
        };

    /// <summary>A list of texts or structures.</summary>
    public static XElement List(string name, IEnumerable<object?> items) => new(name, items.Select(item => new XElement("member", item)));

    /// <summary>A map of texts.</summary>
    public static XElement Map(string name, IEnumerable<KeyValuePair<string, string>> entries) =>
        new(name, entries.Select(e => new XElement("entry", new XElement("key", e.Key), new XElement("value", e.Value))));
}
