/** Ports by which systems are administered or data is kept: a first contact there, inside the network, is worth a look. */
export const ADMIN_PORTS: ReadonlySet<number> = new Set([
  ...[22, 23, 135, 139, 445, 3389, 5900, 5985, 5986],
  ...[2049, 111, 873],
  ...[1433, 1521, 3306, 5432, 6379, 9200, 11_211, 27_017],
  ...[2375, 2376, 2379, 6443, 10_250],
]);

/** Ports of services that instances commonly use outside: not being one of them is unusual. */
export const COMMON_PORTS: ReadonlySet<number> = new Set([
  ...[
    20, 21, 22, 25, 53, 80, 88, 110, 123, 143, 179, 389, 443, 464, 465, 500, 514, 563, 587, 636, 853, 873, 989, 990,
    993, 995,
  ],
  ...[1194, 1433, 1521, 1883, 3128, 3306, 3389, 3478, 4317, 4318, 4500, 5222, 5223, 5432, 5671, 5672, 6379, 6380, 6514],
  ...[
    8000, 8080, 8443, 8883, 8888, 9092, 9093, 9094, 9096, 9098, 9200, 9243, 9418, 9443, 10_514, 11_371, 27_017, 51_820,
  ],
]);
