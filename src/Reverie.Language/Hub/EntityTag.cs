using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reverie.Language.Hub;

/// <summary>Checks content against the entity tag that names it.</summary>
internal static class EntityTag
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    /// <summary>Whether the tag says something about the content.</summary>
    public static bool IsHash(string etag) => etag.Length is Sha1Digits or Sha256Digits && etag.All(char.IsAsciiHexDigit);

    /// <summary>
    /// True where the content is what the tag names: 64 digits are its SHA-256; 40 are its SHA-1 as git counts it (or, from
    /// some mirrors, of the plain content). Tags of other kinds say nothing about the content.
    /// </summary>
    public static bool Matches(string path, string etag)
    {
        if (!IsHash(etag))
            return true;
        var algorithm = etag.Length == Sha256Digits ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        using var plain = IncrementalHash.CreateHash(algorithm);
        using var git = IncrementalHash.CreateHash(algorithm);
        git.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {stream.Length}\0")));
        byte[] buffer = new byte[1 << 20];
        while (stream.Read(buffer) is > 0 and var count)
        {
            plain.AppendData(buffer, 0, count);
            if (algorithm == HashAlgorithmName.SHA1)
                git.AppendData(buffer, 0, count);
        }
        return IsTag(plain) || (algorithm == HashAlgorithmName.SHA1 && IsTag(git));

        bool IsTag(IncrementalHash hash) => string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), etag, StringComparison.OrdinalIgnoreCase);
    }
}
