namespace CognitoStack.Local.Http;

/// <summary>The cyclic redundancy checks that AWS uses; all of them reflected, with all bits set before and inverted after.</summary>
internal sealed class Crc
{
    private readonly ulong[] table = new ulong[256];
    private readonly int bytes;
    private ulong state;

    private Crc(ulong polynomial, int bits)
    {
        for (var i = 0; i < table.Length; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 1 ? (value >> 1) ^ polynomial : value >> 1;
            table[i] = value;
        }

        bytes = bits / 8;
        state = ulong.MaxValue >> (64 - bits);
    }

    public static Crc Crc32() => new(0xEDB88320, 32);

    public static Crc Crc32C() => new(0x82F63B78, 32);

    public static Crc Crc64Nvme() => new(0x9A6C9329AC4BC9B5, 64);

    public void Append(ReadOnlySpan<byte> data)
    {
        foreach (var value in data) state = table[(byte)state ^ value] ^ (state >> 8);
    }

    public ulong Value => state ^ (ulong.MaxValue >> (64 - bytes * 8));

    /// <summary>The value, most significant byte first.</summary>
    public byte[] Bytes()
    {
        var value = Value;
        return [.. Enumerable.Range(1, bytes).Select(i => (byte)(value >> ((bytes - i) * 8)))];
    }
}
