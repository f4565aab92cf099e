/** Packages. */
import * as z from 'zod'
import { page } from '../common.ts'
import { AddFiles, CreatePackage, EditPackage, Package, PackageQuery, PackageWithFiles, Upload } from '../packages.ts'
import { route } from '../route.ts'
import { byId, needs } from './pieces.ts'

export const packagesRoutes = {
  listPackages: route({
    method: 'GET',
    path: '/packages',
    tag: 'Packages',
    summary: 'Packages, by label',
    access: needs('package:list'),
    query: PackageQuery,
    status: 200,
    response: page(Package),
  }),
  createPackage: route({
    method: 'POST',
    path: '/packages',
    tag: 'Packages',
    summary: 'Begin a package; it is pending until completed',
    access: needs('package:edit'),
    body: CreatePackage,
    status: 201,
    response: Package,
  }),
  getPackage: route({
    method: 'GET',
    path: '/packages/{id}',
    tag: 'Packages',
    summary: 'One package with its files',
    access: needs('package:list'),
    params: byId,
    status: 200,
    response: PackageWithFiles,
  }),
  editPackage: route({
    method: 'PATCH',
    path: '/packages/{id}',
    tag: 'Packages',
    summary: 'Change label, description, command or reboot; never files, version or repository',
    access: needs('package:edit'),
    params: byId,
    body: EditPackage,
    status: 200,
    response: Package,
  }),
  deletePackage: route({
    method: 'DELETE',
    path: '/packages/{id}',
    tag: 'Packages',
    summary: 'Delete a package that no deployment needs any more',
    access: needs('package:delete'),
    params: byId,
    status: 204,
  }),
  addPackageFiles: route({
    method: 'POST',
    path: '/packages/{id}/files',
    tag: 'Packages',
    summary: 'Declare files of a pending package and get where to PUT them',
    access: needs('package:edit'),
    params: byId,
    body: AddFiles,
    status: 200,
    response: z.object({ uploads: z.array(Upload) }).meta({ id: 'Uploads' }),
  }),
  completePackage: route({
    method: 'POST',
    path: '/packages/{id}/complete',
    tag: 'Packages',
    summary: 'Check that every declared file has arrived and make the package ready',
    access: needs('package:edit'),
    params: byId,
    status: 200,
    response: PackageWithFiles,
  }),
} as const
