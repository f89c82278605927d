using System.Text;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CognitoStack.Local.S3;

/// <summary>Uploading by an HTML form, which its policy allows to whoever has it.</summary>
/// <remarks>Source: Amazon S3 API Reference, "Browser-based uploads using POST (AWS Signature Version 4)"
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html).</remarks>
internal sealed class Posting(SignatureVerifier verifier, Writing writing, TimeProvider time)
{
    /// <summary>What may stand before the file.</summary>
    private const int MostBefore = 20_000;

    public async Task PostAsync(S3Call call)
    {
        var request = call.Http.Request;
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary
        )
            throw new AwsException("PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data", 412);
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var (fields, file) = await ReadAsync(new MultipartReader(boundary.ToString(), request.Body), call.Cancel);
        if (!fields.TryGetValue("key", out var key))
            throw Invalid("Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.");
        request.Body = file;
        var form = new S3Call(call, key, fields);
        var policy = Require(call.Bucket, form, fields);
        if (fields.TryGetValue("acl", out var acl))
            fields["x-amz-acl"] = acl;
        KnownHeaders.Require(form);
        if (fields.ContainsKey("tagging"))
            throw S3Call.NotImplemented("The field tagging of a form");
        var made = await writing.PutAsync(form, policy is null ? null : policy.RequireSize);
        Answer(call, form, fields);
        if (call.Http.Response.StatusCode == StatusCodes.Status201Created)
        {
            await S3Xml.WriteAsync(
                call,
                S3Xml.Element(
                    "PostResponse",
                    S3Xml.Element("Location", form.Location),
                    S3Xml.Element("Bucket", form.Bucket),
                    S3Xml.Element("Key", form.Key),
                    S3Xml.Element("ETag", made.ETag)
                )
            );
        }
    }

    /// <summary>Whoever sends a policy must have it signed, and keep to it; without one the form is nobody's.</summary>
    private PostPolicy? Require(string bucket, S3Call form, Dictionary<string, string> fields)
    {
        if (!fields.TryGetValue("policy", out var text))
            return null;
        try
        {
            form.Signature = verifier.Verify(SignatureClaim.OfForm(fields), "s3", _ => (text, null));
        }
        catch (SignatureException e)
        {
            throw e.ForS3();
        }

        var policy = PostPolicy.Of(text);
        policy.Require(time.GetUtcNow(), bucket, fields);
        return policy;
    }

    /// <summary>The fields before the file, by their names in small letters, and the file; what follows it is not read, as in AWS.</summary>
    private static async Task<(Dictionary<string, string> Fields, Stream File)> ReadAsync(MultipartReader reader, CancellationToken cancel)
    {
        var (fields, size) = (new Dictionary<string, string>(), 0L);
        try
        {
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition)
                    throw Malformed();
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString().ToLowerInvariant();
                if (name == "file")
                {
                    var fileName = HeaderUtilities.RemoveQuotes(disposition.FileName).ToString().Split('/', '\\')[^1];
                    // Variables are expanded before anything is held against the policy.
                    return (
                        fields.ToDictionary(
                            f => f.Key,
                            f => f.Key == "policy" ? f.Value : f.Value.Replace("${filename}", fileName, StringComparison.Ordinal)
                        ),
                        section.Body
                    );
                }

                using var text = new MemoryStream();
                await Content.CopyAsync(section.Body, text, MostBefore + 1, null, cancel);
                if ((size += name.Length + text.Length) > MostBefore)
                    throw new AwsException(
                        "MaxPostPreDataLengthExceeded",
                        "Your POST request fields preceding the upload file was too large."
                    );
                if (!fields.TryAdd(name, Encoding.UTF8.GetString(text.ToArray())))
                    throw Invalid($"POST requires exactly one field named '{HeaderText.Encoded(name)}'.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Malformed();
        }

        throw Invalid("POST requires exactly one file upload per request.");
    }

    /// <summary>As the form wants it answered: elsewhere, by a status, or not at all.</summary>
    private static void Answer(S3Call call, S3Call form, Dictionary<string, string> fields)
    {
        var response = call.Http.Response;
        response.Headers.Location = form.Location;
        response.StatusCode = fields.GetValueOrDefault("success_action_status") switch
        {
            "200" => StatusCodes.Status200OK,
            "201" => StatusCodes.Status201Created,
            _ => StatusCodes.Status204NoContent,
        };
        if (
            !Uri.TryCreate(fields.GetValueOrDefault("success_action_redirect"), UriKind.Absolute, out var to)
            || to.Scheme is not ("http" or "https")
        )
            return;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = QueryHelpers.AddQueryString(
            to.AbsoluteUri,
            new Dictionary<string, string?>
            {
                ["bucket"] = form.Bucket,
                ["key"] = form.Key,
                ["etag"] = response.Headers.ETag,
            }
        );
    }

    private static AwsException Invalid(string message) => new("InvalidArgument", message);

    private static AwsException Malformed() =>
        new("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}
