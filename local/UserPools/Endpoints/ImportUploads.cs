using System.Text;
using CognitoStack.Local.UserPools.Imports;

namespace CognitoStack.Local.UserPools.Endpoints;

/// <summary>Takes the CSV file of an import job, as S3 does at the address that Cognito has signed.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Creating and running the Amazon Cognito user pool import job", whose upload has the header of encryption
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-creating-import-job.html).</remarks>
internal static class ImportUploads
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static void MapImports(this IEndpointRouteBuilder routes) => routes.MapPut("/_imports/{pool}/{job}", UploadAsync);

    private static async Task<IResult> UploadAsync(HttpContext http, string pool, string job, ImportJobs jobs)
    {
        if (http.Request.Headers["x-amz-server-side-encryption"] != "aws:kms")
            return Refused("The header x-amz-server-side-encryption: aws:kms is part of the signature.");
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length > ImportFile.MostBytes)
            return Results.Text("EntityTooLarge", statusCode: StatusCodes.Status400BadRequest);
        try
        {
            var text = Strict.GetString(body.ToArray());
            return await jobs.UploadAsync(pool, job, http.Request.Query["X-Amz-Signature"].ToString(), text)
                ? Results.Ok()
                : Refused("The signature is not that of this upload.");
        }
        catch (DecoderFallbackException)
        {
            return Results.Text("The file is not in UTF-8.", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static IResult Refused(string why) =>
        Results.Text(
            $"<Error><Code>SignatureDoesNotMatch</Code><Message>{why}</Message></Error>",
            "application/xml",
            statusCode: StatusCodes.Status403Forbidden
        );
}
