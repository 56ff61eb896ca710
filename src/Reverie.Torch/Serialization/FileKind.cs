namespace Reverie.Torch.Serialization;

/// <summary>What stands behind a path.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that may be looked at.</summary>
    None,

    /// <summary>Bytes on a disk.</summary>
    Ordinary,

    Folder,

    /// <summary>A device, a pipe or a socket.</summary>
    Special,
}
