using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Http;

/// <summary>What browsers and Node use: the AWS SDK for JavaScript, whose defaults differ from those for .NET.</summary>
[Collection(TestHostCollection.Name)]
public sealed class JavaScriptSdkTests(TestHost host)
{
    private const string Script = """
        import { Readable } from 'node:stream';
        const { S3Client, PutObjectCommand, GetObjectCommand, ListObjectsV2Command, DeleteObjectsCommand } = require('@aws-sdk/client-s3');
        const { DynamoDBClient, PutItemCommand, QueryCommand } = require('@aws-sdk/client-dynamodb');
        const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');
        const { PERSON, OTHER } = process.env;
        const s3 = new S3Client(config), dynamo = new DynamoDBClient(config);
        const Bucket = 'files', own = `users/${PERSON}/js/`;

        await s3.send(new PutObjectCommand({ Bucket, Key: `${own}ä & b.txt`, Body: 'text' }));
        await s3.send(new PutObjectCommand({ Bucket, Key: `${own}stream`, Body: Readable.from([Buffer.from('one '), Buffer.from('two')]), ContentLength: 7 }));
        const read = async (Key) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString();
        say(await read(`${own}ä & b.txt`), '|', await read(`${own}stream`));
        say((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: own }))).Contents.map((o) => o.Key.slice(own.length)).join());
        const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: `${own}signed`, ContentType: 'text/x', Metadata: { a: 'b' } }), { expiresIn: 60 });
        say((await fetch(put, { method: 'PUT', body: 'by URL', headers: { 'content-type': 'text/x' } })).status);
        const got = await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: `${own}signed` }), { expiresIn: 60 }));
        say(await got.text(), got.headers.get('x-amz-meta-a'));
        say(await told(s3.send(new GetObjectCommand({ Bucket, Key: `users/${OTHER}/x` }))));
        const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: `${own}signed` }, { Key: `users/${OTHER}/x` }] } }));
        say(deleted.Deleted.length, deleted.Errors.map((e) => e.Code));
        await dynamo.send(new PutItemCommand({ TableName: 'notes', Item: { owner: { S: PERSON }, noteId: { S: 'js' }, n: { N: '1.50' } } }));
        const query = (owner) => dynamo.send(new QueryCommand({ TableName: 'notes', KeyConditionExpression: '#o = :o AND noteId = :n', ExpressionAttributeNames: { '#o': 'owner' }, ExpressionAttributeValues: { ':o': { S: owner }, ':n': { S: 'js' } } }));
        say((await query(PERSON)).Items[0].n.N, await told(query(OTHER)));
        """;

    [Fact]
    public async Task The_SDK_for_JavaScript_works_with_its_defaults()
    {
        var said = await NodeScript.RunAsync(
            Script,
            host.Address,
            host.Credentials(),
            ("PERSON", TestResources.Ann),
            ("OTHER", TestResources.Bob)
        );
        Assert.Equal(
            ["text | one two", "stream,ä & b.txt", "200", "by URL b", "AccessDenied", "1 AccessDenied", "1.5 AccessDeniedException"],
            said
        );
    }
}
